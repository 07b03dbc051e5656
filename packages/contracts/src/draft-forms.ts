// Quizzes and cases of a course that is being written, as the editors show them: with any fault that a
// field can hold, which the check tells.
import { Type, type Static } from 'typebox';
import { closed, nullable, oneOf, text } from './shared.ts';

/** More than the format takes: what is too long is saved, and told as a fault. */
const short = text(1_000, 0);
const long = text(20_000, 0);
const number = nullable(Type.Number());
const list = <Each extends Parameters<typeof Type.Array>[0]>(each: Each, maxItems: number) =>
  Type.Array(each, { maxItems });

export const WRITTEN_ITEM_KINDS = [
  'single',
  'multiple',
  'true_false',
  'fill_in',
  'ordering',
  'matching',
  'short_answer',
] as const;
export type WrittenItemKind = (typeof WRITTEN_ITEM_KINDS)[number];

/** A question with the fields of all kinds; only those of its own are kept. */
export const ItemForm = closed({
  id: short,
  kind: oneOf(WRITTEN_ITEM_KINDS),
  stem: long,
  options: list(closed({ text: long, right: Type.Boolean() }), 26),
  truth: nullable(Type.Boolean()),
  blanks: list(list(short, 50), 50),
  /** In the right order. */
  steps: list(long, 50),
  pairs: list(closed({ left: long, right: long }), 50),
  extra: list(long, 50),
  guide: long,
  explanation: long,
  statute: short,
  article: short,
  difficulty: number,
  points: number,
  /** Of the text that it asks about together with others; empty: of none. */
  group: short,
  area: short,
  tags: list(short, 50),
  source: short,
});
export type ItemForm = Static<typeof ItemForm>;

export const QuizForm = closed({
  passMark: number,
  attempts: number,
  timeLimitMinutes: number,
  shuffle: Type.Boolean(),
  review: oneOf(['at_once', 'when_done', 'score_only'] as const),
  groups: list(closed({ id: short, text: long }), 100),
  items: list(ItemForm, 400),
  draws: list(
    closed({
      bank: short,
      count: number,
      caseSets: number,
      kinds: list(short, 20),
      difficulty: list(Type.Number(), 20),
      areas: list(short, 20),
      tags: list(short, 50),
    }),
    50,
  ),
});
export type QuizForm = Static<typeof QuizForm>;

export const CaseForm = closed({
  minutes: number,
  situation: long,
  roles: list(closed({ name: short, text: long }), 50),
  materials: list(closed({ title: short, text: long }), 20),
  timeline: list(closed({ when: short, what: long }), 100),
  start: short,
  nodes: list(
    closed({
      id: short,
      text: long,
      question: long,
      options: list(
        closed({
          id: short,
          text: long,
          consequence: long,
          judgement: oneOf(['', 'sound', 'arguable', 'poor'] as const),
          next: short,
        }),
        20,
      ),
    }),
    20,
  ),
  endings: list(closed({ id: short, title: short, text: long }), 20),
  commentary: long,
  statutes: list(closed({ statute: short, article: short, note: long }), 50),
  reflection: long,
  discussion: Type.Boolean(),
});
export type CaseForm = Static<typeof CaseForm>;
