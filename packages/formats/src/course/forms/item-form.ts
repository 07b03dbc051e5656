// One question as the editor shows it, and back.
import { type Fields, NoForm, prose, textOf, wholly } from './fields.ts';
import type { YamlValue } from './rewrite-yaml.ts';

export const ITEM_FORM_KINDS = [
  'single',
  'multiple',
  'true_false',
  'fill_in',
  'ordering',
  'matching',
  'short_answer',
] as const;
export type ItemFormKind = (typeof ITEM_FORM_KINDS)[number];

/**
 * A question with the fields of all kinds, so that its kind can be changed without losing what is
 * typed; only those of its kind are written.
 */
export interface ItemForm {
  readonly id: string;
  readonly kind: ItemFormKind;
  readonly stem: string;
  readonly options: { readonly text: string; readonly right: boolean }[];
  /** Of a judgement; null: not said yet. */
  readonly truth: boolean | null;
  /** For each blank the wordings that are right. */
  readonly blanks: string[][];
  /** In the right order. */
  readonly steps: string[];
  readonly pairs: { readonly left: string; readonly right: string }[];
  readonly extra: string[];
  readonly guide: string;
  readonly explanation: string;
  readonly statute: string;
  readonly article: string;
  readonly difficulty: number | null;
  readonly points: number | null;
  readonly group: string;
  readonly area: string;
  readonly tags: string[];
  readonly source: string;
}

export const EMPTY_ITEM: ItemForm = {
  id: '',
  kind: 'single',
  stem: '',
  options: [],
  truth: null,
  blanks: [],
  steps: [],
  pairs: [],
  extra: [],
  guide: '',
  explanation: '',
  statute: '',
  article: '',
  difficulty: null,
  points: null,
  group: '',
  area: '',
  tags: [],
  source: '',
};

/** Throws NoForm where the form has no field for something. */
export const readItemForm = (value: unknown): ItemForm => wholly(value, readFields);

/** The question below a key; null where it is left out. Throws NoForm as `readItemForm` does. */
export function readInside(fields: Fields, key: string): ItemForm | null {
  const item = fields.inside(key);
  if (item === null) return null;
  const form = readFields(item);
  item.done();
  return form;
}

function readFields(item: Fields): ItemForm {
  if (!item.has('kind')) throw new NoForm();
  const kind = item.oneOf('kind', ITEM_FORM_KINDS, 'single');
  const cited = item.inside('statute');
  const form = {
    ...EMPTY_ITEM,
    id: item.text('id'),
    kind,
    stem: item.text('stem'),
    explanation: item.text('explanation'),
    statute: cited?.text('statute') ?? '',
    article: cited?.text('article') ?? '',
    difficulty: item.number('difficulty'),
    points: item.number('points'),
    group: item.text('group'),
    area: item.text('area'),
    tags: item.list('tags', textOf),
    source: item.text('source'),
    ...readMatter(item, kind),
  };
  cited?.done();
  return form;
}

function readMatter(item: Fields, kind: ItemFormKind): Partial<ItemForm> {
  switch (kind) {
    case 'single':
    case 'multiple':
      return { options: readOptions(item, kind) };
    case 'true_false':
      return { truth: item.truth('answer') };
    case 'fill_in':
      return { blanks: item.list('blanks', readWordings) };
    case 'ordering':
      return { steps: item.list('steps', textOf) };
    case 'matching':
      return {
        pairs: item.list('pairs', (each) =>
          wholly(each, (pair) => ({ left: pair.text('left'), right: pair.text('right') })),
        ),
        extra: item.list('extra', textOf),
      };
    case 'short_answer':
      return { guide: item.text('guide') };
  }
}

const letterAt = (place: number): string => String.fromCharCode('A'.charCodeAt(0) + place);

function readOptions(item: Fields, kind: 'single' | 'multiple'): ItemForm['options'] {
  const texts = item.list('options', textOf);
  const answer = kind === 'single' ? [item.text('answer')] : item.list('answer', textOf);
  const given = answer.filter((letter) => letter !== '');
  const letters = texts.map((_, at) => letterAt(at));
  // An answer to no option could not be shown as a tick, and would be lost.
  if (new Set(given).size < given.length || given.some((letter) => !letters.includes(letter)))
    throw new NoForm();
  return texts.map((text, at) => ({ text, right: given.includes(letterAt(at)) }));
}

function readWordings(value: unknown): string[] {
  if (!Array.isArray(value)) throw new NoForm();
  return value.map((each) => (typeof each === 'number' ? String(each) : textOf(each)));
}

/** What the file says of the question. */
export function itemValue(form: ItemForm): YamlValue {
  const { statute, article, tags } = form;
  return {
    id: form.id,
    kind: form.kind,
    stem: prose(form.stem),
    ...matterOf(form),
    explanation: prose(form.explanation),
    ...(statute || article ? { statute: { statute, article } } : {}),
    ...(form.difficulty === null ? {} : { difficulty: form.difficulty }),
    ...(form.points === null ? {} : { points: form.points }),
    ...(form.group ? { group: form.group } : {}),
    ...(form.area ? { area: form.area } : {}),
    ...(tags.length > 0 ? { tags: [...tags] } : {}),
    ...(form.source ? { source: form.source } : {}),
  };
}

function matterOf(form: ItemForm): Record<string, YamlValue> {
  const right = form.options.flatMap((option, at) => (option.right ? [letterAt(at)] : []));
  const options = form.options.map(({ text }) => text);
  switch (form.kind) {
    case 'single':
      return { options, answer: right[0] ?? '' };
    case 'multiple':
      return { options, answer: right };
    case 'true_false':
      return form.truth === null ? {} : { answer: form.truth };
    case 'fill_in':
      return { blanks: form.blanks.map((wordings) => [...wordings]) };
    case 'ordering':
      return { steps: [...form.steps] };
    case 'matching':
      return {
        pairs: form.pairs.map(({ left, right: other }) => ({ left, right: other })),
        ...(form.extra.length > 0 ? { extra: [...form.extra] } : {}),
      };
    case 'short_answer':
      return { guide: prose(form.guide) };
  }
}
