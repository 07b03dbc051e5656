// Questions in a table: a row each, under headings that people write.
import { cellAddress, cellText, type SheetRow } from '../../spreadsheet/cell.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import { finishPasted, type Pasted } from '../pasted/finish.ts';
import { kindNamed, type Field } from '../pasted/lines.ts';
import { escapeMarkdown } from '../rich-text.ts';

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

type Column = 'kind' | 'stem' | Field | `option ${string}`;

const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [/^(?:题型|题目类型|试题类型|类型)$/, 'kind'],
  [/^(?:题干|题目|试题|题目内容|试题内容|问题)$/, 'stem'],
  [/^(?:正确|标准|参考)?答案$/, 'answer'],
  [/^(?:答案|试题|题目)?(?:解析|解释|说明|依据)$/, 'explanation'],
  [/^难度(?:系数|等级)?$/, 'difficulty'],
  [/^(?:分值|分数)$/, 'points'],
  [/^(?:标签|知识点)$/, 'tags'],
];
const OPTION = /^(?:选项|答案选项|备选项)?\s*([A-H])(?:选项)?$/i;

function columnOf(heading: string): Column | null {
  const plain = heading.replaceAll(/\s|[（(].*[）)]$/gu, '');
  const known = COLUMNS.find(([pattern]) => pattern.test(plain));
  if (known) return known[1];
  const letter = OPTION.exec(plain)?.[1]?.toUpperCase();
  return letter === undefined ? null : `option ${letter}`;
}

type Columns = ReadonlyMap<Column, number>;

/** A table begins with its title at most. */
const ROWS_BEFORE_HEADINGS = 15;

/**
 * Reads questions from the rows of a table: one row each, below a row of headings (题型, 题干, 选项A …,
 * 答案, 解析, 难度, 分值, 标签). The kind may be left out where answer and options show it. In 连线 each
 * option is `左边=右边`. Lines of errors are rows, their columns those of the cell. `rows` may throw.
 */
export async function readQuestionRows(
  file: string,
  rows: AsyncIterable<SheetRow>,
): Promise<QuestionsRead> {
  let columns: Columns | null = null;
  let seen = 0;
  const items: ItemRead[] = [];
  const refuse = (error: LocatedError): QuestionsRead => ({ ok: false, errors: [error] });
  for await (const row of rows) {
    seen += 1;
    if (columns === null) {
      columns = headingsIn(row);
      if (columns === null && seen >= ROWS_BEFORE_HEADINGS) break;
      continue;
    }
    const item = readRow(file, row, columns);
    if (item !== null) items.push(item);
    if (items.length > MOST_QUESTIONS)
      return refuse(
        locatedError('questions-too-many', file, WHOLE_FILE, { limit: MOST_QUESTIONS }),
      );
  }
  if (columns === null) return refuse(locatedError('sheet-no-headings', file, WHOLE_FILE));
  if (items.length === 0) return refuse(locatedError('questions-none', file, WHOLE_FILE));
  return { ok: true, items: withIds(items), notes: [] };
}

function headingsIn({ cells }: SheetRow): Columns | null {
  const columns = new Map<Column, number>();
  for (const [at, cell] of cells.entries()) {
    const column = columnOf(cellText(cell));
    if (column !== null && !columns.has(column)) columns.set(column, at);
  }
  return columns.has('stem') && columns.has('answer') ? columns : null;
}

const FIELDS: readonly Field[] = ['answer', 'explanation', 'difficulty', 'points', 'tags'];

/** What a cell says; line breaks within it stay. */
const wordsOf = (value: SheetRow['cells'][number] | undefined): string =>
  typeof value === 'string'
    ? value
        .split(/\r\n?|\n/)
        .map((line) => cellText(line))
        .join('\n')
        .trim()
    : cellText(value ?? null);

function readRow(file: string, row: SheetRow, columns: Columns): ItemRead | null {
  const at = (column: Column) => wordsOf(row.cells[columns.get(column) ?? -1]);
  const options = [...'ABCDEFGH'].map((letter) => at(`option ${letter}`));
  const given = options.slice(0, options.findLastIndex((option) => option !== '') + 1);
  if ([at('stem'), ...given, at('answer')].every((words) => words === '')) return null;
  const place = { line: row.number, column: (columns.get('stem') ?? 0) + 1 };
  const item = new ItemReading(file, place, String(row.number));
  const kind = kindOf(at('kind'));
  if (kind === 'unknown') {
    item.refuse('sheet-kind', { kind: at('kind').slice(0, 20) }, cellOf(row, columns, 'kind'));
    return item.done('', null);
  }
  const gap = given.indexOf('');
  if (gap >= 0) {
    const letter = 'ABCDEFGH'[gap] ?? '';
    item.refuse('sheet-option-gap', { letter }, cellOf(row, columns, `option ${letter}`));
    return item.done('', null);
  }
  if (kind === 'matching') return matched(item, at, given);
  const pasted: Pasted = {
    item,
    kind,
    stem: [at('stem')],
    options: given.map((option) => [option]),
    fields: new Map(
      FIELDS.filter((field) => at(field) !== '').map((field) => [
        field,
        { words: [at(field)], line: row.number },
      ]),
    ),
    last: [],
  };
  return inCells(finishPasted(pasted), row, columns);
}

const kindOf = (words: string) => {
  if (words === '') return null;
  return /连线|配对|匹配/.test(words) ? ('matching' as const) : (kindNamed(words) ?? 'unknown');
};

const SIDES = /\s*[=＝]\s*/;

function matched(
  item: ItemReading,
  at: (column: Column) => string,
  options: readonly string[],
): ItemRead {
  const cut = options.map((option) => option.split(SIDES));
  const pairs = cut.flatMap(([left = '', ...right]) =>
    right.length > 0 ? [{ left, right: right.join('=') }] : [],
  );
  const extra = cut.flatMap(([only = '', ...right]) => (right.length > 0 ? [] : [only]));
  item.explanation = escapeMarkdown(at('explanation')) || null;
  return item.done(escapeMarkdown(at('stem')), { kind: 'matching', pairs, extra });
}

const cellOf = (row: SheetRow, columns: Columns, column: Column) => ({
  line: row.number,
  column: (columns.get(column) ?? columns.get('stem') ?? 0) + 1,
});

const OF_ANSWER = new Set(['paste-answer', 'paste-kind', 'paste-no-answer', 'blanks-count']);
const OF_OPTIONS = new Set(['options-same', 'too-few', 'too-many']);

/** Errors stand at the cell that is to be mended. */
function inCells(read: ItemRead, row: SheetRow, columns: Columns): ItemRead {
  const problems = read.problems.map((problem) => {
    const column = OF_ANSWER.has(problem.code)
      ? 'answer'
      : OF_OPTIONS.has(problem.code)
        ? 'option A'
        : 'stem';
    return { ...problem, ...cellOf(row, columns, column) };
  });
  return { ...read, problems };
}

/** The cell that an error of a table is at, such as `B12`; null for one about the file. */
export const cellOfError = ({ line, column }: LocatedError): string | null =>
  line === null || column === null ? null : cellAddress(line, column - 1);
