// Questions in a table: a row each, under headings that people write.
import { cellAddress, type SheetRow } from '../../spreadsheet/cell.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../../located-error.ts';
import { ItemReading, withIds, type ItemRead, type QuestionsRead } from '../item-reading.ts';
import { MOST_QUESTIONS } from '../limits.ts';
import { finishPasted, type Pasted } from '../pasted/finish.ts';
import { kindNamed, type Field } from '../pasted/lines.ts';
import { escapeMarkdown } from '../rich-text.ts';
import { cellOf, exactWords, headingsIn, wordsOf, type Column, type Columns } from './columns.ts';
import { areaNamed, EXACT } from './exact-cells.ts';
import { isRetiredWord, readExactRow } from './read-exact-row.ts';

/** A table begins with its title at most. */
const ROWS_BEFORE_HEADINGS = 15;

/**
 * Reads questions from the rows of a table: one row each, below a row of headings (题型, 题干, 选项A …,
 * 答案, 解析, 难度, 分值, 标签). The kind may be left out where answer and options show it. In 连线 each
 * option is `左边=右边`. A row that says Markdown under 文字格式 is one that `writeQuestionRows` wrote, or
 * written like one. Lines of errors are rows, their columns those of the cell. `rows` may throw.
 */
export async function readQuestionRows(
  file: string,
  rows: AsyncIterable<SheetRow>,
): Promise<QuestionsRead> {
  let columns: Columns | null = null;
  let seen = 0;
  const items: ItemRead[] = [];
  const groups = new Map<string, string>();
  const groupOf = (text: string): string => {
    const id = groups.get(text) ?? `g${groups.size + 1}`;
    groups.set(text, id);
    return id;
  };
  const refuse = (error: LocatedError): QuestionsRead => ({ ok: false, errors: [error] });
  for await (const row of rows) {
    seen += 1;
    if (columns === null) {
      columns = headingsIn(row);
      if (columns === null && seen >= ROWS_BEFORE_HEADINGS) break;
      continue;
    }
    const isExact = wordsOf(row.cells[columns.get('format') ?? -1]) === EXACT;
    const item = isExact
      ? readExactRow(file, row, columns, groupOf)
      : readRow(file, row, columns, groupOf);
    if (item !== null) items.push(item);
    if (items.length > MOST_QUESTIONS)
      return refuse(
        locatedError('questions-too-many', file, WHOLE_FILE, { limit: MOST_QUESTIONS }),
      );
  }
  if (columns === null) return refuse(locatedError('sheet-no-headings', file, WHOLE_FILE));
  if (items.length === 0) return refuse(locatedError('questions-none', file, WHOLE_FILE));
  const shared = [...groups].map(([text, id]) => ({ id, text }));
  return { ok: true, items: withIds(items), notes: [], groups: shared };
}

const FIELDS: readonly Field[] = ['answer', 'explanation', 'difficulty', 'points', 'tags'];

function readRow(
  file: string,
  row: SheetRow,
  columns: Columns,
  groupOf: (text: string) => string,
): ItemRead | null {
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
  const beside = besideIn(row, columns, groupOf);
  if (kind === 'matching') return { ...matched(item, at, given), ...beside };
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
  return { ...inCells(finishPasted(pasted), row, columns), ...beside };
}

/** What a row says that only a question of a bank has. */
function besideIn(
  row: SheetRow,
  columns: Columns,
  groupOf: (text: string) => string,
): Pick<ItemRead, 'form' | 'isRetired'> {
  const at = (column: Column) => wordsOf(row.cells[columns.get(column) ?? -1]);
  const shared = escapeMarkdown(exactWords(row.cells[columns.get('group') ?? -1]));
  const said = {
    statute: at('statute').replaceAll(/[《》]/g, ''),
    article: at('article'),
    area: areaNamed(at('area')),
    source: at('source'),
    group: shared === '' ? '' : groupOf(shared),
  };
  const form = Object.fromEntries(Object.entries(said).filter(([, words]) => words !== ''));
  return { form, isRetired: isRetiredWord(at('state')) };
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
