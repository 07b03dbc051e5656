// What changed from one wording of a question to another, field by field of its editor.
import { letterOfPlace } from '@xueshi/domain';
import type { ItemForm } from './item-form.ts';

export type ItemField = Exclude<keyof ItemForm, 'id'>;

export interface ItemDifference {
  readonly field: ItemField;
  /** Empty where there was nothing. Of kind, truth, difficulty, area and group the code. */
  readonly before: string;
  readonly after: string;
}

const numbered = (lines: readonly string[]) =>
  lines.map((line, at) => `${at + 1}. ${line}`).join('\n');
const said = (value: boolean | number | null) => (value === null ? '' : String(value));

/** In the order in which they are read. */
const SAID: Readonly<Record<ItemField, (item: ItemForm) => string>> = {
  kind: ({ kind }) => kind,
  stem: ({ stem }) => stem,
  options: ({ options }) =>
    options
      .map(({ text, right }, at) => `${letterOfPlace(at)}. ${text}${right ? ' ✓' : ''}`)
      .join('\n'),
  truth: ({ truth }) => said(truth),
  blanks: ({ blanks }) => numbered(blanks.map((wordings) => wordings.join(' / '))),
  steps: ({ steps }) => numbered(steps),
  pairs: ({ pairs }) => pairs.map(({ left, right }) => `${left} — ${right}`).join('\n'),
  extra: ({ extra }) => extra.join('\n'),
  guide: ({ guide }) => guide,
  explanation: ({ explanation }) => explanation,
  statute: ({ statute }) => statute,
  article: ({ article }) => article,
  difficulty: ({ difficulty }) => said(difficulty),
  tags: ({ tags }) => tags.join('，'),
  points: ({ points }) => said(points),
  group: ({ group }) => group,
  area: ({ area }) => area,
  source: ({ source }) => source,
};
const FIELDS = Object.keys(SAID) as ItemField[];

/** The fields that read otherwise, as they read before and after; none where the wordings are the same. */
export function itemDifferences(before: ItemForm, after: ItemForm): ItemDifference[] {
  return FIELDS.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  ).map((field) => ({ field, before: SAID[field](before), after: SAID[field](after) }));
}
