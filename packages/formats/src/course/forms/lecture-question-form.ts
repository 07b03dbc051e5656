// The questions within a lecture (docs/author/course-format.md) as their editor shows them, and back.
import { formOrNull, wholly } from './fields.ts';
import { itemValue, readInside, type ItemForm } from './item-form.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import type { YamlValue } from './rewrite-yaml.ts';

/** One of: an item of its own, one of a bank, or neither, where no field could show what is written. */
export interface LectureQuestionForm {
  /** Its place (from 0) among those that were read; null: it is new. */
  readonly from: number | null;
  /** As typed: `m:ss` or `h:mm:ss` where it is in order. */
  readonly at: string;
  readonly item: ItemForm | null;
  readonly bankItem: { readonly bank: string; readonly id: string } | null;
}

/**
 * What course.yaml says of a lecture's questions, for their editor. What no field of it could show has neither
 * an item nor a bank's item; its time can be changed all the same.
 */
export const readLectureQuestionForms = (raw: readonly unknown[]): LectureQuestionForm[] =>
  raw.map((question, from) => formOf(question, from));

function formOf(question: unknown, from: number): LectureQuestionForm {
  const read = formOrNull(() =>
    wholly(question, (fields) => {
      const bank = fields.inside('bankItem');
      const bankItem = bank && { bank: bank.text('bank'), id: bank.text('id') };
      bank?.done();
      return { from, at: fields.text('at'), item: readInside(fields, 'item'), bankItem };
    }),
  );
  const isOne = read !== null && (read.item === null) !== (read.bankItem === null);
  return isOne ? read : { from, at: atOf(question), item: null, bankItem: null };
}

function atOf(question: unknown): string {
  const at: unknown = question instanceof Object ? Reflect.get(question, 'at') : null;
  return typeof at === 'string' ? at : '';
}

/**
 * What course.yaml is to say, in the order of the forms. What did not change stays as `raw` has it. Null where
 * a form that has neither an item nor a bank's names nothing of `raw` that could be kept.
 */
export function writeLectureQuestions(
  forms: readonly LectureQuestionForm[],
  raw: readonly unknown[],
): unknown[] | null {
  const before = readLectureQuestionForms(raw);
  const written: unknown[] = [];
  for (const form of forms) {
    const was = form.from === null ? undefined : raw[form.from];
    const value = valueOf(form);
    if (value === null) {
      if (!(was instanceof Object)) return null;
      written.push({ ...was, at: form.at });
      continue;
    }
    const known = form.from === null ? undefined : before[form.from];
    const knownValue = known ? valueOf(known) : null;
    written.push(keepUnchanged(value, knownValue ?? undefined, was as YamlValue) ?? value);
  }
  return written;
}

function valueOf({ at, item, bankItem }: LectureQuestionForm): YamlValue | null {
  if (bankItem) return { at, bankItem: { bank: bankItem.bank, id: bankItem.id } };
  return item && { at, item: itemValue(item) };
}
