// Rows as they stand in the file: the chosen columns, and their sums in a last row.
import { REPORT_COLUMNS, usualColumns, type ReportColumn, type ReportKind } from '@xueshi/domain';
import type { CellValue, SheetColumn } from '@xueshi/formats/spreadsheet';
import { m } from '@xueshi/messages';
import { COLUMN_LOOKS, headingOf, type Cells } from './columns.ts';

/** The columns in the order in which they were chosen; the usual ones of the kind where none were. */
export function columnsOf(kind: ReportKind, chosen: readonly string[]): ReportColumn[] {
  const known: readonly ReportColumn[] = REPORT_COLUMNS[kind];
  const wanted = chosen.flatMap((name) => known.filter((column) => column === name));
  return wanted.length > 0 ? wanted : usualColumns(kind);
}

export const sheetColumns = (
  columns: readonly ReportColumn[],
  locale: 'zh-CN' | 'en',
): SheetColumn[] =>
  columns.map((column) => {
    const { kind, width } = COLUMN_LOOKS[column];
    return { heading: headingOf(column, locale), kind, width };
  });

export interface Summing {
  readonly kind: ReportKind;
  readonly columns: readonly ReportColumn[];
  readonly locale: 'zh-CN' | 'en';
}

/**
 * The rows with a last one of their sums; a list of nested units is not summed, its first row is the
 * whole. `counted` is told of each row but the sums.
 */
export async function* withTotals(
  rows: AsyncIterable<Cells>,
  { kind, columns, locale }: Summing,
  counted: () => void,
): AsyncGenerator<CellValue[]> {
  let first: Cells | null = null;
  const sums = columns.map((column): number | null => (COLUMN_LOOKS[column].summed ? 0 : null));
  for await (const row of rows) {
    first ??= row;
    columns.forEach((column, at) => {
      const value = row[column];
      const sum = sums[at];
      // Hundredths, so that sums of quarters of hours stay exact.
      if (typeof value === 'number' && typeof sum === 'number')
        sums[at] = sum + Math.round(value * 100);
    });
    counted();
    yield columns.map((column) => row[column] ?? null);
  }
  const whole = kind === 'unit_summary' ? first : null;
  const totals = columns.map((column, at): CellValue => {
    const sum = sums[at];
    if (whole) return typeof whole[column] === 'number' ? (whole[column] ?? null) : null;
    return typeof sum === 'number' ? sum / 100 : null;
  });
  if (totals[0] === null) totals[0] = m.reports_total({}, { locale });
  yield totals;
}
