import type { ItemForm, QuizForm } from '@xueshi/contracts';

export type ItemKind = ItemForm['kind'];

/** An id that no item has: q1, q2 … */
export function freeId(items: readonly { readonly id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id));
  let number = items.length + 1;
  while (taken.has(`q${number}`)) number += 1;
  return `q${number}`;
}

const blankOption = () => ({ text: '', right: false });

/** What a kind needs at least, where it is not there yet; nothing that is typed is taken away. */
export function withKind(item: ItemForm, kind: ItemKind): ItemForm {
  const changed = { ...item, kind };
  switch (kind) {
    case 'single':
    case 'multiple':
      if (item.options.length > 0) return onlyOneRight(changed);
      return { ...changed, options: Array.from({ length: 4 }, blankOption) };
    case 'fill_in':
      return item.blanks.length > 0 ? changed : { ...changed, blanks: [['']] };
    case 'ordering':
      return item.steps.length > 0 ? changed : { ...changed, steps: ['', '', ''] };
    case 'matching':
      if (item.pairs.length > 0) return changed;
      return { ...changed, pairs: [1, 2, 3].map(() => ({ left: '', right: '' })) };
    case 'true_false':
    case 'short_answer':
      return changed;
  }
}

/** Of a single choice only the first tick stays. */
function onlyOneRight(item: ItemForm): ItemForm {
  if (item.kind !== 'single') return item;
  const first = item.options.findIndex(({ right }) => right);
  return { ...item, options: item.options.map((one, at) => ({ ...one, right: at === first })) };
}

/** A question to begin from; difficulty 1, as most are. */
export function newItem(kind: ItemKind, items: readonly ItemForm[]): ItemForm {
  const empty: ItemForm = {
    id: freeId(items),
    kind,
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
    difficulty: 1,
    points: null,
    group: '',
    area: '',
    tags: [],
    source: '',
  };
  return withKind(empty, kind);
}

/** A number as typed; null where there is none. */
export function numberIn(typed: string): number | null {
  const number = Number(typed.trim());
  return typed.trim() === '' || !Number.isFinite(number) ? null : number;
}

export const wordsIn = (typed: string): string[] =>
  typed.split(/[\s、，,；;]+/u).filter((word) => word !== '');

/** Wordings of one blank, as `六十/60`; spaces stay, for they are typed between words. */
export const wordingsIn = (typed: string): string[] => typed.split(/[/／]/u);

/** Which questions of the saved quiz are not what is here: after somebody else saved. */
export function differingItems(here: QuizForm, saved: QuizForm): string[] {
  const key = (item: ItemForm) => JSON.stringify(item);
  const known = new Set(here.items.map(key));
  return saved.items.filter((item) => !known.has(key(item))).map(({ stem, id }) => stem || id);
}
