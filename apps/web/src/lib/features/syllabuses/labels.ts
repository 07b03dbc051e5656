import type { SyllabusCard } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

interface StateLook {
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'quiet';
}

export function stateLook(state: SyllabusCard['state']): StateLook {
  switch (state) {
    case 'draft':
      return { label: m.syllabuses_state_draft(), tone: 'warn' };
    case 'in_force':
      return { label: m.syllabuses_state_in_force(), tone: 'good' };
    case 'replaced':
      return { label: m.syllabuses_state_replaced(), tone: 'quiet' };
  }
}

/** 2 of 3 as words with whole per cent, rounded down: 100 % is every point. */
export const shareText = (covered: number, total: number): string =>
  m.syllabuses_share({
    covered,
    total,
    percent: total === 0 ? 0 : Math.floor((covered / total) * 100),
  });
