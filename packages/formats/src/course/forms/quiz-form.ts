// quiz.yaml as the editor shows it, and back. The one place where the two meet.
import { readYaml } from '../yaml-document.ts';
import { REVIEW_POLICIES } from '../quiz-shapes.ts';
import type { ReviewPolicy } from '../course-source.ts';
import { type Fields, formOrNull, numberOf, textOf, wholly } from './fields.ts';
import { ITEM_FORM_KINDS, itemValue, readItemForm, type ItemForm } from './item-form.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { rewriteYaml, type YamlValue } from './rewrite-yaml.ts';

export interface DrawForm {
  readonly bank: string;
  /** One of the two says how many; both null: not said yet. */
  readonly count: number | null;
  readonly caseSets: number | null;
  readonly kinds: string[];
  readonly difficulty: number[];
  readonly areas: string[];
  readonly tags: string[];
}

/** A quiz with any fault that a field can hold: empty texts, missing numbers, nothing ticked. */
export interface QuizForm {
  readonly passMark: number | null;
  /** 0: as many as wanted. */
  readonly attempts: number | null;
  readonly timeLimitMinutes: number | null;
  readonly shuffle: boolean;
  readonly review: ReviewPolicy;
  readonly groups: { readonly id: string; readonly text: string }[];
  readonly items: ItemForm[];
  readonly draws: DrawForm[];
}

/** The quiz for the editor; null where the text is no YAML or holds what no field could show. */
export function readQuizForm(text: string): QuizForm | null {
  const read = readYaml('quiz.yaml', text);
  return read.ok ? formOf(read.document.value) : null;
}

const formOf = (value: unknown): QuizForm | null => formOrNull(() => wholly(value, readFields));

function readFields(quiz: Fields): QuizForm {
  return {
    passMark: quiz.number('passMark'),
    attempts: quiz.number('attempts'),
    timeLimitMinutes: quiz.number('timeLimitMinutes'),
    shuffle: quiz.truth('shuffle') ?? true,
    review: quiz.oneOf('review', REVIEW_POLICIES, 'at_once'),
    groups: quiz.list('groups', (each) =>
      wholly(each, (group) => ({ id: group.text('id'), text: group.text('text') })),
    ),
    items: quiz.list('items', readItemForm),
    draws: quiz.list('draw', (each) => wholly(each, readDraw)),
  };
}

const readDraw = (draw: Fields): DrawForm => ({
  bank: draw.text('bank'),
  count: draw.number('count'),
  caseSets: draw.number('caseSets'),
  kinds: draw.list('kinds', (kind) => {
    const known = ITEM_FORM_KINDS.find((one) => one === kind);
    return known ?? textOf(kind);
  }),
  difficulty: draw.list('difficulty', numberOf),
  areas: draw.list('areas', textOf),
  tags: draw.list('tags', textOf),
});

/**
 * The text that says what the form says. What did not change stays as it was written, comments
 * included; read by `readQuizForm` it gives the form again, without control characters.
 */
export function writeQuizForm(text: string, form: QuizForm): string {
  const read = readYaml('quiz.yaml', text);
  const raw = read.ok ? (read.document.value as YamlValue) : undefined;
  const before = read.ok ? formOf(read.document.value) : null;
  const kept = keepUnchanged(valueOf(form), before ? valueOf(before) : undefined, raw);
  return rewriteYaml(text, kept ?? valueOf(form), read);
}

const some = <T extends YamlValue>(key: string, values: readonly T[]) =>
  values.length > 0 ? { [key]: [...values] } : {};
const given = (key: string, value: number | null) => (value === null ? {} : { [key]: value });

function valueOf(form: QuizForm): YamlValue {
  return {
    ...given('passMark', form.passMark),
    ...given('attempts', form.attempts),
    ...given('timeLimitMinutes', form.timeLimitMinutes),
    ...(form.shuffle ? {} : { shuffle: false }),
    ...(form.review === 'at_once' ? {} : { review: form.review }),
    ...some(
      'groups',
      form.groups.map(({ id, text }) => ({ id, text })),
    ),
    ...some('items', form.items.map(itemValue)),
    ...some(
      'draw',
      form.draws.map((draw) => ({
        bank: draw.bank,
        ...given('count', draw.count),
        ...given('caseSets', draw.caseSets),
        ...some('kinds', draw.kinds),
        ...some('difficulty', draw.difficulty),
        ...some('areas', draw.areas),
        ...some('tags', draw.tags),
      })),
    ),
  };
}
