import type { OwnFlag } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

/** An appeal's end is news for so long, ms. */
const NEWS_MS = 30 * 86_400_000;

/** What the learner's home page says of one's flags at `now`: nothing where there is nothing new. */
export const homeSentences = (flags: readonly OwnFlag[], now: Date): string[] => [
  ...new Set(flags.flatMap((flag) => homeSentence(flag, now) ?? [])),
];

function homeSentence(flag: OwnFlag, now: Date): string | null {
  switch (flag.state) {
    case 'asked':
      return m.flags_own_home_asked();
    case 'upheld':
      return flag.appealUntil === null ? null : m.flags_own_home_upheld();
    case 'appealed':
      return m.flags_own_home_appealed();
    case 'confirmed':
    case 'overturned':
      return now.getTime() - Date.parse(flag.steps.at(-1)?.at ?? '') < NEWS_MS
        ? m.flags_own_home_ended()
        : null;
    case 'answered':
      return null;
  }
}
