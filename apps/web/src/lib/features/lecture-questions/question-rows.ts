// The questions within a lecture, field by field: what a form sends, with or without scripts.
import type { DraftLectureQuestions, ItemForm, LectureQuestionForm } from '@xueshi/contracts';
import { MOST_LECTURE_QUESTIONS } from '@xueshi/domain';
import { formatClock } from '#lib/format.ts';
import { freeId, newItem, numberIn, withKind } from '#lib/features/question-editor/items.ts';
import { msOf } from '#lib/features/recordings/lecture-rows.ts';

/** What can be read and answered while the picture rests. */
export const ASKED_KINDS = ['single', 'multiple', 'true_false'] as const;
/** What can be added: one of these kinds, or one of a question bank. */
export type Added = (typeof ASKED_KINDS)[number] | 'bank';
export const ADDED: readonly Added[] = [...ASKED_KINDS, 'bank'];

export type QuestionRow = LectureQuestionForm;

/** Whole seconds, as the format has them; what is no time stays as typed, for the check to tell. */
export function momentOf(typed: string): string {
  const ms = msOf(typed);
  return ms === null ? typed.trim() : formatClock(ms);
}

export const msOfRow = ({ at }: Pick<QuestionRow, 'at'>): number | null => msOf(at);

/** In the order of time; what has no time yet comes last. */
export const byTime = <Row>(rows: readonly Row[], atOf: (row: Row) => string): Row[] =>
  [...rows].sort((a, b) => {
    const [first, second] = [msOf(atOf(a)) ?? Infinity, msOf(atOf(b)) ?? Infinity];
    return first === second ? 0 : first - second;
  });

const itemsIn = (rows: readonly QuestionRow[]): ItemForm[] =>
  rows.flatMap(({ item }) => item ?? []);

export function newRow(added: Added, at: string, rows: readonly QuestionRow[]): QuestionRow {
  const one = { from: null, at };
  if (added === 'bank') return { ...one, item: null, bankItem: { bank: '', id: '' } };
  const item = { ...newItem(added, itemsIn(rows)), id: freeId(itemsIn(rows)) };
  return { ...one, item, bankItem: null };
}

/** What is sent: the times as the format writes them, and no option without a word that nobody marked. */
export const rowsToSave = (rows: readonly QuestionRow[]): QuestionRow[] =>
  byTime(rows, ({ at }) => at).map((row) => ({
    ...row,
    at: momentOf(row.at),
    item: row.item && {
      ...row.item,
      options: row.item.options.filter(({ text, right }) => text.trim() !== '' || right),
    },
  }));

const keyOf = ({ at, item, bankItem }: QuestionRow): string => JSON.stringify([at, item, bankItem]);

/**
 * After somebody else saved: places are those among theirs now. Something that only they can still know how it
 * is written is theirs to keep.
 */
export function relinked(rows: readonly QuestionRow[], theirs: readonly QuestionRow[]) {
  const places = new Map(theirs.map((row) => [keyOf(row), row.from]));
  return rows
    .map((row) => ({ ...row, from: places.get(keyOf(row)) ?? null }))
    .filter(({ from, item, bankItem }) => from !== null || item !== null || bankItem !== null);
}

/** What they have that is not here. */
export const differing = (
  here: readonly QuestionRow[],
  { questions }: Pick<DraftLectureQuestions, 'questions'>,
): QuestionRow[] => {
  const known = new Set(rowsToSave(here).map(keyOf));
  return questions.filter((row) => !known.has(keyOf(row)));
};

const MOST_OPTIONS = 26;

/** The names of a question's fields begin so. */
export const fieldAt = (place: number): string => `questions.${place}`;

/** Reads the fields that were sent; a question that is ticked to be removed is left out. */
export function readQuestionRows(form: FormData): QuestionRow[] {
  const count = Math.min(MOST_LECTURE_QUESTIONS, Number(textIn(form, 'questions.count')) || 0);
  return Array.from({ length: count }, (_, place) => fieldAt(place))
    .filter((field) => textIn(form, `${field}.remove`) === '')
    .map((field) => readRow(form, field));
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
}

function readRow(form: FormData, field: string): QuestionRow {
  const place = textIn(form, `${field}.from`);
  const from = /^\d{1,2}$/.test(place) ? Number(place) : null;
  const one = { from, at: textIn(form, `${field}.at`) };
  if (form.has(`${field}.bank`)) {
    const [bank, id] = [textIn(form, `${field}.bank`), textIn(form, `${field}.bankId`)];
    return { ...one, item: null, bankItem: { bank: bank.trim(), id: id.trim() } };
  }
  const unshown = unshownIn(textIn(form, `${field}.unshown`));
  if (unshown === null) return { ...one, item: null, bankItem: null };
  return { ...one, item: readItem(form, field, unshown), bankItem: null };
}

/** What no field shows goes there and back as it is; the API looks at it. */
function unshownIn(text: string): ItemForm | null {
  try {
    const value: unknown = JSON.parse(text);
    return value instanceof Object ? { ...newItem('single', []), ...value } : null;
  } catch {
    return null;
  }
}

function readItem(form: FormData, field: string, unshown: ItemForm): ItemForm {
  const text = (name: string) => textIn(form, `${field}.${name}`);
  const right = form.getAll(`${field}.right`).map(Number);
  const options: ItemForm['options'] = [];
  for (let at = 0; at < MOST_OPTIONS && form.has(`${field}.options.${at}`); at += 1)
    options.push({ text: text(`options.${at}`), right: right.includes(at) });
  // Without scripts: the question in which one option more was asked for.
  if (textIn(form, 'more') === field) options.push({ text: '', right: false });
  const kind = ASKED_KINDS.find((one) => one === text('kind')) ?? unshown.kind;
  const truth = text('truth');
  const typed: ItemForm = {
    ...unshown,
    stem: text('stem'),
    options,
    truth: truth === '' ? null : truth === 'true',
    explanation: text('explanation'),
    statute: text('statute').trim(),
    article: text('article').trim(),
    difficulty: numberIn(text('difficulty')),
  };
  return withKind(typed, kind);
}
