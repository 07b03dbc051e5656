import type { DraftComment } from '@xueshi/contracts';

/** Where a comment is being written: '' for the course, and for a lesson as a whole. */
export interface Writing {
  readonly lesson: string;
  readonly place: string;
}

/** What the parts of the page need to know of the review that they are in. */
export interface Reviewing {
  readonly draftId: string;
  readonly mayDecide: boolean;
  readonly comments: readonly DraftComment[];
  /** null: no form is open. */
  readonly writing: Writing | null;
  /** What was typed and refused: in which comment's answer, or in a new one (''). */
  readonly refused: {
    readonly comment: string;
    readonly problem: string;
    readonly text: string;
  } | null;
}
