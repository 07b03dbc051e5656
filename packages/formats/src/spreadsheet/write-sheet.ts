import type { CellStyle, ColumnDef, DataValidation } from 'hucre';
import { writeCsvStream } from 'hucre/csv';
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx';
import { columnLetters, type CellValue } from './cell.ts';

/** How a column's cells are written and shown. */
export type ColumnKind = 'text' | 'whole' | 'decimal' | 'percent' | 'date' | 'instant';

export interface SheetColumn {
  readonly heading: string;
  readonly kind?: ColumnKind;
  /** In characters of the usual type; by the heading's length where it is left out. */
  readonly width?: number;
  /** The only values that a spreadsheet program lets people choose, where it can hold so many; for templates. */
  readonly choices?: readonly string[];
}

export interface Sheet {
  /** Shown on the tab; what spreadsheet programs forbid is replaced, and 31 characters are kept. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: Iterable<readonly CellValue[]> | AsyncIterable<readonly CellValue[]>;
  /** Buttons in the heading that filter the rows, and a last row in bold; for what is held in memory only. */
  readonly summed?: boolean;
}

const FORMATS: Readonly<Record<ColumnKind, string>> = {
  text: '@',
  whole: '#,##0',
  decimal: '#,##0.00',
  percent: '0.0%',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
};

/** No text may hold these in a workbook; half a surrogate pair neither. */

const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const written = (value: CellValue): CellValue =>
  typeof value === 'string' ? value.toWellFormed().replaceAll(FORBIDDEN, '') : value;

const sheetName = (name: string) => [...name.replaceAll(/[[\]:*?/\\]/g, ' ')].slice(0, 31).join('');

const widthOf = ({ heading, width }: SheetColumn) =>
  width ??
  Math.max(
    8,
    [...heading].reduce((sum, sign) => sum + (sign > '\u00ff' ? 2 : 1), 4),
  );

const HEADING_STYLE: CellStyle = { font: { bold: true }, alignment: { vertical: 'center' } };

const columnsOf = (columns: readonly SheetColumn[]): ColumnDef[] =>
  columns.map((column) => ({
    width: widthOf(column),
    ...(column.kind ? { numFmt: FORMATS[column.kind] } : {}),
  }));

async function* withHeading({ columns, rows }: Sheet): AsyncGenerator<CellValue[]> {
  yield columns.map(({ heading }) => heading);
  for await (const row of rows) yield row.map(written);
}

/**
 * An .xlsx file with one sheet, written as it is read: the heading stays in view, text stays text
 * (an identity number keeps its digits, `=1+1` is not calculated), numbers and dates are typed.
 * Memory does not grow with the rows; beyond 1,048,576 of them further sheets begin.
 */
export function writeWorkbook(sheet: Sheet): ReadableStream<Uint8Array> {
  return writeXlsxStream(withHeading(sheet), {
    name: sheetName(sheet.name),
    columns: columnsOf(sheet.columns),
    freezePane: { rows: 1 },
  });
}

const LAST_ROW_OF_CHOICES = 100_000;
/** The most characters of a list in a workbook; with more of them, spreadsheet programs call the file damaged. */
const MOST_OF_LIST = 255;

/** Whether a workbook can hold choices as a list: commas stand between them there, quotation marks around all. */
const fitsList = (choices: readonly string[]): boolean =>
  choices.join().length <= MOST_OF_LIST && choices.every((choice) => !/[",]/.test(choice));

const validationsOf = (columns: readonly SheetColumn[]): DataValidation[] =>
  columns.flatMap(({ choices }, column) =>
    choices && fitsList(choices)
      ? [
          {
            type: 'list' as const,
            values: [...choices],
            range: `${columnLetters(column)}2:${columnLetters(column)}${LAST_ROW_OF_CHOICES}`,
            allowBlank: true,
          },
        ]
      : [],
  );

/** The heading and all rows but the last, which holds the sums. */
const filterRange = ({ columns }: Sheet, rows: number) =>
  `A1:${columnLetters(Math.max(0, columns.length - 1))}${Math.max(1, rows - 1)}`;

/** A small .xlsx file with several sheets, such as a template with its notes; held in memory. */
export async function writeSmallWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const parts = [];
  for (const sheet of sheets) {
    const rows: CellValue[][] = [];
    for await (const row of withHeading(sheet)) rows.push(row);
    const bold = sheet.summed === true && rows.length > 1 ? [0, rows.length - 1] : [0];
    parts.push({
      name: sheetName(sheet.name),
      columns: columnsOf(sheet.columns),
      rows,
      cells: new Map(
        bold.flatMap((row) =>
          sheet.columns.map((_, column) => [`${row},${column}`, { style: HEADING_STYLE }] as const),
        ),
      ),
      ...(sheet.summed === true ? { autoFilter: { range: filterRange(sheet, rows.length) } } : {}),
      freezePane: { rows: 1 },
      dataValidations: validationsOf(sheet.columns),
    });
  }
  return writeXlsx({ sheets: parts });
}

/**
 * The same as CSV: UTF-8 with a byte order mark and CRLF, as spreadsheet programs expect. Text that
 * such a program would calculate (=, +, −, @ in front) gets an apostrophe, which reading takes away.
 */
export function writeCsv(sheet: Sheet): ReadableStream<Uint8Array> {
  const day = (value: CellValue) =>
    value instanceof Date ? value.toISOString().slice(0, 10) : value;
  async function* rows() {
    for await (const row of withHeading(sheet)) yield row.map(day);
  }
  return writeCsvStream(rows(), { bom: true, escapeFormulae: true, headers: false });
}
