// A question as the cells of a row that says all of it: texts are Markdown, and a backslash before a sign
// that parts answers makes it a sign of the answer.
import { CONTENT_AREAS, type ContentArea } from '@xueshi/domain';
import { EMPTY_ITEM, type ItemForm } from '../../course/forms/item-form.ts';
import { letterAt, placeOf } from '../question.ts';

/** What a row says that is all there is to its question. */
export const EXACT = 'Markdown';
/** As many options as there are letters. */
export const MOST_CELLS = 26;

export const KIND_WORDS: Readonly<Record<ItemForm['kind'], string>> = {
  single: '单选',
  multiple: '多选',
  true_false: '判断',
  fill_in: '填空',
  ordering: '排序',
  matching: '连线',
  short_answer: '简答',
};

const AREA_WORDS: Readonly<Record<ContentArea, string>> = {
  theory: '理论武装',
  core_values: '核心价值',
  policy_situation: '政策形势',
  purpose_service: '宗旨作风',
  law: '法律法规',
  social_management: '社会管理',
  job_skills: '业务技能',
  integrity: '廉洁自律',
  party_spirit: '党性党务',
};

const knownArea = (code: string) => CONTENT_AREAS.find((one) => one === code);
export const areaWords = (code: string): string => {
  const area = knownArea(code);
  return area === undefined ? code : AREA_WORDS[area];
};
/** The code of an area that is named by its words or its code; another text as it is. */
export const areaNamed = (words: string): string =>
  CONTENT_AREAS.find((one) => AREA_WORDS[one] === words) ?? words;

/** A part that says nothing, and a blank without any wording. */
const EMPTY = '\\0';
const NO_WORDING = '\\x';
const BETWEEN_BLANKS = ';；';
const BETWEEN_WORDINGS = '/／';
const BETWEEN_SIDES = '=＝';

const escaped = (text: string): string =>
  text === '' ? EMPTY : text.replaceAll(/[\\/／;；=＝]/g, '\\$&');
const unescaped = (part: string): string =>
  part.replaceAll(/\\([^])/g, (_, sign: string) => (sign === '0' ? '' : sign));

/** Parted at signs that no backslash stands before; the parts keep theirs. */
function parted(text: string, signs: string): string[] {
  const parts = [''];
  for (const [sign] of text.matchAll(/\\[^]|[^]/gu)) {
    if (signs.includes(sign)) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

const lettersTo = (count: number): string =>
  Array.from({ length: count }, (_, at) => letterAt(at)).join('');

export interface ExactCells {
  readonly options: readonly string[];
  readonly answer: string;
}

/** What of a question its kind decides, as its options and its answer. */
export function exactCells(form: ItemForm): ExactCells {
  switch (form.kind) {
    case 'single':
    case 'multiple': {
      const right = form.options.flatMap((option, at) => (option.right ? [letterAt(at)] : []));
      return { options: form.options.map(({ text }) => escaped(text)), answer: right.join('') };
    }
    case 'true_false':
      return { options: [], answer: form.truth === null ? '' : form.truth ? '对' : '错' };
    case 'fill_in':
      return {
        options: [],
        answer: form.blanks
          .map((wordings) => wordings.map(escaped).join('/') || NO_WORDING)
          .join('；'),
      };
    case 'ordering':
      return { options: form.steps.map(escaped), answer: lettersTo(form.steps.length) };
    case 'matching':
      return {
        options: [
          ...form.pairs.map(({ left, right }) => `${escaped(left)}=${escaped(right)}`),
          ...form.extra.map(escaped),
        ],
        answer: '',
      };
    case 'short_answer':
      return { options: [], answer: form.guide };
  }
}

/** The other way; null where the answer fits no such question. */
export function formOfCells(
  kind: ItemForm['kind'],
  { options, answer }: ExactCells,
): Partial<ItemForm> | null {
  switch (kind) {
    case 'single':
    case 'multiple': {
      const right = placesIn(answer, options.length);
      const texts = options.map(unescaped);
      return right && { options: texts.map((text, at) => ({ text, right: right.includes(at) })) };
    }
    case 'true_false':
      return truthOf(answer);
    case 'fill_in':
      return { blanks: answer === '' ? [] : parted(answer, BETWEEN_BLANKS).map(wordingsOf) };
    case 'ordering': {
      const order = placesIn(answer, options.length);
      if (order?.length !== options.length) return null;
      return { steps: order.map((at) => unescaped(options[at] ?? '')) };
    }
    case 'matching':
      return sidesOf(options);
    case 'short_answer':
      return { guide: answer };
  }
}

/** Letters as places among `count` options, each once. */
function placesIn(answer: string, count: number): number[] | null {
  const letters = answer
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s,、;；/]/g, '');
  const places = [...letters].map(placeOf);
  const areThere = places.every((at) => at >= 0 && at < count);
  return areThere && new Set(places).size === places.length ? places : null;
}

function truthOf(answer: string): Partial<ItemForm> | null {
  const word = answer.trim();
  if (word === '') return { truth: null };
  if (/^(?:对|正确|√|true)$/i.test(word)) return { truth: true };
  return /^(?:错|错误|×|false)$/i.test(word) ? { truth: false } : null;
}

const wordingsOf = (blank: string): string[] =>
  blank.trim() === NO_WORDING ? [] : parted(blank, BETWEEN_WORDINGS).map(unescaped);

function sidesOf(options: readonly string[]): Partial<ItemForm> {
  const cut = options.map((option) => parted(option, BETWEEN_SIDES));
  return {
    pairs: cut.flatMap(([left = '', ...right]) =>
      right.length > 0 ? [{ left: unescaped(left), right: unescaped(right.join('=')) }] : [],
    ),
    extra: cut.flatMap(([only = '', ...right]) => (right.length > 0 ? [] : [unescaped(only)])),
  };
}

/** The tags of a cell. */
export const tagsOfCell = (words: string): string[] =>
  words === '' ? [] : parted(words, BETWEEN_BLANKS).map(unescaped);
export const cellOfTags = (tags: readonly string[]): string => tags.map(escaped).join('；');

/** How many cells the options of a question take. */
export function cellsOf({ kind, options, steps, pairs, extra }: ItemForm): number {
  if (kind === 'single' || kind === 'multiple') return options.length;
  if (kind === 'ordering') return steps.length;
  return kind === 'matching' ? pairs.length + extra.length : 0;
}
export const emptyForm = (): ItemForm => structuredClone(EMPTY_ITEM);
