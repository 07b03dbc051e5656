import type { AssignedProgramme } from '@xueshi/contracts';
import { dueText } from './due.ts';

/** What a card shows of a programme, in the reader's language: a tenth of what the API says of it, for a poor link. */
export interface ShownProgramme extends Pick<
  AssignedProgramme,
  'id' | 'title' | 'unitName' | 'requiredDone' | 'requiredTotal'
> {
  /** By when, in words. */
  due: string;
}

/** Only where a page is loaded: what takes many words to say is no script that a phone must fetch. */
export function shownProgramme(programme: AssignedProgramme): ShownProgramme {
  const { id, title, unitName, requiredDone, requiredTotal } = programme;
  return { id, title, unitName, requiredDone, requiredTotal, due: dueText(programme) };
}
