import { m } from '@xueshi/messages';
import type { IconName } from '#lib/ui/Icon.svelte';

export interface JudgementLook {
  label: string;
  tone: 'good' | 'warn' | 'bad';
  icon: IconName;
}

/** How a judgement of an option looks; never by colour alone. */
export function judgementLook(judgement: 'sound' | 'arguable' | 'poor'): JudgementLook {
  switch (judgement) {
    case 'sound':
      return { label: m.learning_case_sound(), tone: 'good', icon: 'circle-check' };
    case 'arguable':
      return { label: m.learning_case_arguable(), tone: 'warn', icon: 'circle-half' };
    case 'poor':
      return { label: m.learning_case_poor(), tone: 'bad', icon: 'alert' };
  }
}
