// Questions of a bank as a table that says all of them, and reads back the same.
import { setImmediate } from 'node:timers/promises';
import type { ItemForm } from '../../course/forms/item-form.ts';
import { writeWorkbook, type SheetColumn } from '../../spreadsheet/write-sheet.ts';
import { letterAt } from '../question.ts';
import { BANK_HEADINGS } from './columns.ts';
import {
  areaWords,
  cellOfTags,
  cellsOf,
  EXACT,
  exactCells,
  KIND_WORDS,
  MOST_CELLS,
} from './exact-cells.ts';

/** A question of a bank on its way out. */
export interface BankedQuestion {
  readonly form: ItemForm;
  readonly state: 'ready' | 'unfinished' | 'retired';
}

/** A text that several questions ask about, by its id. */
export type SharedTexts = ReadonlyMap<string, string>;

const STATES = { ready: '可用', unfinished: '待完善', retired: '已停用' } as const;

/** As the template has them. */
const FEWEST_OPTIONS = 6;
/** What one cell of a workbook holds, in characters. */
const MOST_CHARACTERS = 32_767;

/** Whether a table has room for all of a question. */
export const fitsTable = ({ form }: BankedQuestion, shared: SharedTexts): boolean =>
  cellsOf(form) <= MOST_CELLS &&
  (JSON.stringify(form).length < MOST_CHARACTERS / 2 || areCellsShort(form, shared));

const areCellsShort = (form: ItemForm, shared: SharedTexts): boolean =>
  cellsIn(form, shared).every(([, words]) => words.length <= MOST_CHARACTERS);

const WIDTHS: Readonly<Record<string, number>> = { 题干: 40, 解析: 36, 共用材料: 36, 法规: 24 };

/**
 * The bytes of an .xlsx file, a row a question; read by `readQuestionRows` it gives the questions again.
 * Those that do not fit (`fitsTable`) must be left out. Memory does not grow with the rows.
 */
export function writeQuestionRows(
  questions: readonly BankedQuestion[],
  shared: SharedTexts,
): ReadableStream<Uint8Array> {
  const count = Math.max(FEWEST_OPTIONS, ...questions.map(({ form }) => cellsOf(form)));
  const headings = [
    BANK_HEADINGS.id,
    BANK_HEADINGS.state,
    '题型',
    '题干',
    ...Array.from({ length: count }, (_, at) => `选项${letterAt(at)}`),
    '答案',
    '解析',
    '难度',
    '分值',
    '标签',
    ...['statute', 'article', 'area', 'source', 'group', 'format'].map(
      (key) => BANK_HEADINGS[key as keyof typeof BANK_HEADINGS],
    ),
  ];
  const columns = headings.map((heading): SheetColumn => ({
    heading,
    kind: 'text',
    width: WIDTHS[heading] ?? (heading.startsWith('选项') ? 14 : 10),
  }));
  async function* rows() {
    for (const [at, { form, state }] of questions.entries()) {
      // Everybody else gets a turn now and then.
      if (at % 50 === 0) await setImmediate();
      const cells = new Map([...cellsIn(form, shared), [BANK_HEADINGS.state, STATES[state]]]);
      yield headings.map((heading) => cells.get(heading) || null);
    }
  }
  return writeWorkbook({ name: '题目', columns, rows: rows() });
}

function cellsIn(form: ItemForm, shared: SharedTexts): [string, string][] {
  const { options, answer } = exactCells(form);
  const number = (value: number | null) => (value === null ? '' : String(value));
  return [
    [BANK_HEADINGS.id, form.id],
    ['题型', KIND_WORDS[form.kind]],
    ['题干', form.stem],
    ...options.map((option, at): [string, string] => [`选项${letterAt(at)}`, option]),
    ['答案', answer],
    ['解析', form.explanation],
    ['难度', number(form.difficulty)],
    ['分值', number(form.points)],
    ['标签', cellOfTags(form.tags)],
    [BANK_HEADINGS.statute, form.statute],
    [BANK_HEADINGS.article, form.article],
    [BANK_HEADINGS.area, areaWords(form.area)],
    [BANK_HEADINGS.source, form.source],
    [BANK_HEADINGS.group, shared.get(form.group) ?? ''],
    [BANK_HEADINGS.format, EXACT],
  ];
}
