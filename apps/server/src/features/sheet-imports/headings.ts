// Finds the row of headings in a file, and proposes which column is what.
import { cellText, readSheet, SpreadsheetError, type SheetRow } from '@xueshi/formats/spreadsheet';
import type { SheetSubject } from './subject.ts';

/** A table begins with its title and its date at most. */
const ROWS_LOOKED_AT = 15;

export interface Headings {
  readonly row: number;
  readonly headings: readonly string[];
}

/**
 * The row in which most headings are understood; the first with two different texts where none is.
 * Throws SpreadsheetError where the file is no table.
 */
export async function findHeadings(
  path: string,
  fieldOfHeading: (heading: string) => string | null,
): Promise<Headings> {
  const rows: SheetRow[] = [];
  for await (const row of readSheet(path)) {
    rows.push(row);
    if (rows.length === ROWS_LOOKED_AT) break;
  }
  const scored = rows.map((row) => {
    const texts = row.cells.map(cellText);
    const known = new Set(texts.map(fieldOfHeading).filter((field) => field !== null));
    return { row: row.number, headings: texts, known: known.size, different: new Set(texts).size };
  });
  const best = scored.reduce<(typeof scored)[number] | null>(
    (chosen, one) => (one.known > (chosen?.known ?? 0) ? one : chosen),
    null,
  );
  const found = best ?? scored.find(({ different }) => different > 2) ?? scored[0];
  if (!found) throw new SpreadsheetError('not-a-spreadsheet');
  return { row: found.row, headings: found.headings };
}

/** Which column each field is in: what was chosen before for a heading, else what it seems to mean. */
export function proposeColumns(
  { fields, fieldOfHeading }: SheetSubject,
  headings: readonly string[],
  chosen: ReadonlyMap<string, string>,
): Record<string, number> {
  const columns: Record<string, number> = {};
  for (const [column, heading] of headings.entries()) {
    const remembered = chosen.get(heading);
    const field = remembered ?? fieldOfHeading(heading);
    if (field && fields.includes(field)) columns[field] ??= column;
  }
  return columns;
}
