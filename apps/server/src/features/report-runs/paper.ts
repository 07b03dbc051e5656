// A report for paper: a cover, the table on numbered pages, and lines to sign on.
import { MOST_PDF_ROWS } from '@xueshi/domain';
import type { CellValue } from '@xueshi/formats/spreadsheet';
import { m } from '@xueshi/messages';
import type { Platform } from '../../platform/platform.ts';
import { drawSheet, type ReportSheet } from '../certificates/service.ts';
import { COLUMN_LOOKS, headingOf } from './columns.ts';
import type { Summing } from './table.ts';
import { instantInWords, wordOf } from './words.ts';

/** More rows than a report for paper may have. */
export class TooManyRows extends Error {}

interface Paper extends Summing {
  readonly unitName: string;
  readonly year: number;
  readonly now: Date;
  /** What the rows are cut to and made of, in words. */
  readonly facts: readonly [label: string, value: string][];
  readonly askedBy: string;
}

export async function drawReport(
  platform: Pick<Platform, 'db'>,
  rows: AsyncIterable<CellValue[]>,
  paper: Paper,
): Promise<Buffer> {
  const { columns, locale, kind, unitName, year, now, facts } = paper;
  const lines: string[][] = [];
  for await (const row of rows) {
    // The last row holds the sums.
    if (lines.length > MOST_PDF_ROWS) throw new TooManyRows();
    lines.push(row.map((cell, at) => cellText(cell, columns[at] ?? 'name')));
  }
  const totals = lines.pop() ?? [];
  const inWords = { locale };
  const sheet: ReportSheet = {
    layout: 'report',
    locale,
    title: wordOf('reports_kind_', kind, locale),
    subtitle: unitName,
    issuer: unitName,
    issuedAt: now.toISOString(),
    facts: [
      [m.reports_fact_year({}, inWords), m.reports_year({ year }, { locale })],
      ...facts,
      [m.reports_fact_rows({}, inWords), String(lines.length)],
      [m.reports_fact_made({}, inWords), instantInWords(now, locale)],
    ],
    columns: columns.map((column) => ({
      heading: headingOf(column, locale),
      share: COLUMN_LOOKS[column].width,
      isNumber: COLUMN_LOOKS[column].kind !== 'text' && COLUMN_LOOKS[column].kind !== 'date',
    })),
    rows: lines,
    totals,
    signatures: [
      m.reports_made_by({}, inWords),
      m.reports_checked_by({}, inWords),
      m.reports_head({}, inWords),
    ],
    pageNumber: m.record_document_page({ page: '{page}', pages: '{pages}' }, { locale }),
    missingNote: m.record_document_missing({}, { locale }),
  };
  return drawSheet(platform, sheet, paper.askedBy);
}

function cellText(cell: CellValue, column: keyof typeof COLUMN_LOOKS): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell !== 'number') return String(cell);
  const { kind } = COLUMN_LOOKS[column];
  if (kind === 'percent') return `${(cell * 100).toFixed(1)}%`;
  return kind === 'decimal' ? cell.toFixed(2) : String(cell);
}
