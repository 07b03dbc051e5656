import type { QuizItemKey } from '@xueshi/domain';

interface QuestionBase {
  /** Letters, digits, `_` and `-`, 40 at most; unique within what was read together. */
  readonly id: string;
  /** Markdown; of a fill-in with a run of `_` for each blank. */
  readonly stem: string;
  /** Markdown; null where the source has none and the author has to write it. */
  readonly explanation: string | null;
  /** null where the source does not say. */
  readonly difficulty: 1 | 2 | 3 | null;
  /** Whole points, 1–100. */
  readonly points: number;
  readonly tags: readonly string[];
}

/** A question as it is exchanged: an item of a bank, of which explanation and difficulty may be missing. */
export type Question = QuestionBase &
  (
    | { readonly kind: 'single'; readonly options: readonly string[]; readonly answer: string }
    | {
        readonly kind: 'multiple';
        readonly options: readonly string[];
        readonly answer: readonly string[];
      }
    | { readonly kind: 'true_false'; readonly answer: boolean }
    | { readonly kind: 'fill_in'; readonly blanks: readonly (readonly string[])[] }
    | { readonly kind: 'ordering'; readonly steps: readonly string[] }
    | {
        readonly kind: 'matching';
        readonly pairs: readonly { readonly left: string; readonly right: string }[];
        readonly extra: readonly string[];
      }
    | { readonly kind: 'short_answer'; readonly guide: string | null }
  );

/** What of a question its kind decides. */
export type QuestionMatter = Question extends infer Each
  ? Each extends Question
    ? Omit<Each, keyof QuestionBase>
    : never
  : never;

const FIRST_LETTER = 'A'.charCodeAt(0);

/** The letter of an option, from its place from 0. */
export const letterAt = (place: number): string => String.fromCharCode(FIRST_LETTER + place);

/** The place, from 0, that a letter stands for. */
export const placeOf = (letter: string): number => letter.charCodeAt(0) - FIRST_LETTER;

/** What a question is graded by: its key for `gradeQuiz`, letters in the order of the question. */
export function keyOf(question: Question): QuizItemKey {
  const { id, points } = question;
  switch (question.kind) {
    case 'single':
      return { id, points, kind: 'single', answer: question.answer };
    case 'multiple':
      return { id, points, kind: 'multiple', answer: question.answer };
    case 'true_false':
      return { id, points, kind: 'true_false', answer: question.answer };
    case 'fill_in':
      return { id, points, kind: 'fill_in', blanks: question.blanks };
    case 'ordering':
      return { id, points, kind: 'ordering', answer: question.steps.map((_, at) => letterAt(at)) };
    case 'matching':
      return { id, points, kind: 'matching', answer: question.pairs.map((_, at) => letterAt(at)) };
    case 'short_answer':
      return { id, points, kind: 'short_answer' };
  }
}
