// A report for paper: a cover, the table on numbered pages, and lines to sign on.
import { MOST_PDF_ROWS } from '@xueshi/domain';
import type { CellValue, ColumnKind } from '@xueshi/formats/spreadsheet';
import { m, type Locale } from '@xueshi/messages';
import type { Platform } from '../../platform/platform.ts';
import { drawSheet, type ReportSheet } from '../certificates/service.ts';
import { COLUMN_LOOKS, headingOf } from './columns.ts';
import { TooManyRows } from './report-file.ts';
import type { BesideTable } from './rows-of-closing.ts';
import type { Summing } from './table.ts';
import { instantInWords, wordOf } from './words.ts';

interface Paper extends Summing {
  readonly unitName: string;
  readonly year: number;
  readonly now: Date;
  /** What the rows are cut to and made of, in words. */
  readonly facts: readonly [label: string, value: string][];
  /** Tables that come before the rows. */
  readonly beside: readonly BesideTable[];
  readonly askedBy: string;
}

export async function drawReport(
  platform: Pick<Platform, 'db'>,
  rows: AsyncIterable<CellValue[]>,
  paper: Paper,
): Promise<Buffer> {
  const { columns, locale, kind, unitName, year, now, facts, beside } = paper;
  const lines: string[][] = [];
  for await (const row of rows) {
    // The last row holds the sums.
    if (lines.length > MOST_PDF_ROWS) throw new TooManyRows();
    lines.push(row.map((cell, at) => cellText(cell, COLUMN_LOOKS[columns[at] ?? 'name'].kind)));
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
    before: beside.map(paperTable),
    columns: columns.map((column) => ({
      heading: headingOf(column, locale),
      share: COLUMN_LOOKS[column].width,
      isNumber: isNumber(COLUMN_LOOKS[column].kind),
    })),
    rows: lines,
    totals,
    signatures: signaturesOf(locale),
    pageNumber: m.record_document_page({ page: '{page}', pages: '{pages}' }, { locale }),
    missingNote: m.record_document_missing({}, { locale }),
  };
  return drawSheet(platform, sheet, paper.askedBy);
}

/** Who signs a report of a unit. */
export const signaturesOf = (locale: Locale) => [
  m.reports_made_by({}, { locale }),
  m.reports_checked_by({}, { locale }),
  m.reports_head({}, { locale }),
];

export const isNumber = (kind: ColumnKind) =>
  kind !== 'text' && kind !== 'date' && kind !== 'instant';

const paperTable = ({ name, columns, rows }: BesideTable) => ({
  title: name,
  columns: columns.map(({ heading, kind = 'text', width = 10 }) => ({
    heading,
    share: width,
    isNumber: isNumber(kind),
  })),
  rows: rows.map((row) => row.map((cell, at) => cellText(cell, columns[at]?.kind ?? 'text'))),
});

/** A cell as it stands on paper. */
export function cellText(cell: CellValue, kind: ColumnKind): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell !== 'number') return String(cell);
  if (kind === 'percent') return `${(cell * 100).toFixed(1)}%`;
  return kind === 'decimal' ? cell.toFixed(2) : String(cell);
}
