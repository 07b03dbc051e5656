/** Every kind of item there is. Source: docs/author/course-format.md, quiz.yaml. */
export const QUIZ_ITEM_KINDS = [
  'single',
  'multiple',
  'true_false',
  'fill_in',
  'ordering',
  'matching',
  'short_answer',
] as const;
export type QuizItemKind = (typeof QUIZ_ITEM_KINDS)[number];

interface KeyBase {
  readonly id: string;
  /** What the item is worth: whole points, 1–100; 1 where nothing is said. */
  readonly points?: number;
}

/** An item with its right answer: letters from A for the options, in the order of the source. */
export type QuizItemKey = KeyBase &
  (
    | { readonly kind: 'single'; readonly answer: string }
    | { readonly kind: 'multiple'; readonly answer: readonly string[] }
    | { readonly kind: 'true_false'; readonly answer: boolean }
    /** For each blank every wording that is right. */
    | { readonly kind: 'fill_in'; readonly blanks: readonly (readonly string[])[] }
    /** The letters in the right order. */
    | { readonly kind: 'ordering'; readonly answer: readonly string[] }
    /** For each left-hand side the letter of its right-hand side. */
    | { readonly kind: 'matching'; readonly answer: readonly string[] }
    /** Marked by a person. */
    | { readonly kind: 'short_answer' }
  );

/**
 * What a learner answered: true or false; letters chosen, in order, or a left-hand side each; texts,
 * a blank each; one text for a short answer. null where it was left out.
 */
export type QuizAnswer = boolean | string | readonly string[] | null;
