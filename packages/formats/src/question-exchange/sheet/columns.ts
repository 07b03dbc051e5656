// The headings of tables of questions, and which column is under which.
import { cellText, type SheetRow } from '../../spreadsheet/cell.ts';
import type { Field } from '../pasted/lines.ts';

/** The headings of the template, in order; reading takes other usual words for them too. */
export const QUESTION_HEADINGS = [
  '题型',
  '题干',
  '选项A',
  '选项B',
  '选项C',
  '选项D',
  '选项E',
  '选项F',
  '答案',
  '解析',
  '难度',
  '分值',
  '标签',
] as const;

/** What only tables of a bank have, beside those of the template. */
export const BANK_HEADINGS = {
  id: '编号',
  state: '状态',
  statute: '法规',
  article: '条款',
  area: '内容类别',
  source: '出处',
  group: '共用材料',
  format: '文字格式',
} as const;

export type Column = 'kind' | 'stem' | Field | keyof typeof BANK_HEADINGS | `option ${string}`;

const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [/^(?:题型|题目类型|试题类型|类型)$/, 'kind'],
  [/^(?:题干|题目|试题|题目内容|试题内容|问题)$/, 'stem'],
  [/^(?:正确|标准|参考)?答案$/, 'answer'],
  [/^(?:答案|试题|题目)?(?:解析|解释|说明|依据)$/, 'explanation'],
  [/^难度(?:系数|等级)?$/, 'difficulty'],
  [/^(?:分值|分数)$/, 'points'],
  [/^(?:标签|知识点)$/, 'tags'],
  [/^编号$/, 'id'],
  [/^状态$/, 'state'],
  [/^法规(?:名称)?$/, 'statute'],
  [/^条款$/, 'article'],
  [/^内容类别$/, 'area'],
  [/^出处$/, 'source'],
  [/^共用材料$/, 'group'],
  [/^文字格式$/, 'format'],
];
const OPTION = /^(?:选项|答案选项|备选项)?\s*([A-Z])(?:选项)?$/i;

function columnOf(heading: string): Column | null {
  const plain = heading.replaceAll(/\s|[（(].*[）)]$/gu, '');
  const known = COLUMNS.find(([pattern]) => pattern.test(plain));
  if (known) return known[1];
  const letter = OPTION.exec(plain)?.[1]?.toUpperCase();
  return letter === undefined ? null : `option ${letter}`;
}

/** Where each column is, from 0. */
export type Columns = ReadonlyMap<Column, number>;

/** The columns under a row of headings; null where it is none. */
export function headingsIn({ cells }: SheetRow): Columns | null {
  const columns = new Map<Column, number>();
  for (const [at, cell] of cells.entries()) {
    const column = columnOf(cellText(cell));
    if (column !== null && !columns.has(column)) columns.set(column, at);
  }
  return columns.has('stem') && columns.has('answer') ? columns : null;
}

/** What a cell holds, to the sign; only line breaks become what they are here. */
export const exactWords = (value: SheetRow['cells'][number] | undefined): string =>
  typeof value === 'string' ? value.replaceAll(/\r\n?/g, '\n') : cellText(value ?? null);

/** What a cell says; line breaks within it stay. */
export const wordsOf = (value: SheetRow['cells'][number] | undefined): string =>
  typeof value === 'string'
    ? exactWords(value)
        .split('\n')
        .map((line) => cellText(line))
        .join('\n')
        .trim()
    : cellText(value ?? null);

/** The cell of a row that an error is told at. */
export const cellOf = (row: SheetRow, columns: Columns, column: Column) => ({
  line: row.number,
  column: (columns.get(column) ?? columns.get('stem') ?? 0) + 1,
});
