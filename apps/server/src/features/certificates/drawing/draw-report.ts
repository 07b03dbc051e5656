// A report: a cover, a table on as many lying pages as it needs, lines to sign on.
import { finish, heightOf, LINE, openPage, RED, SOFT, write, type Box, type Page } from './page.ts';
import type { ReportSheet, SheetTable } from './sheet.ts';

const INSET = 40;
export const TOP = 44;
const BOTTOM = 44;
const CELL = { size: 8.5, gap: 3.5, font: 'regular' } as const;
const SIGNING_HEIGHT = 60;
/** A title with the heading and a row below it. */
const TITLE_HEIGHT = 70;

export function drawReport(sheet: ReportSheet): Promise<Buffer> {
  const page = openPage(sheet, {
    layout: 'landscape',
    margins: { top: TOP, bottom: 0, left: INSET, right: INSET },
  });
  const { width, height } = page.pdf.page;
  const box = { x: INSET, width: width - 2 * INSET };
  drawCover(page, sheet, box, height);
  page.pdf.addPage();
  const lowest = height - BOTTOM;
  let y = TOP;
  for (const table of sheet.before ?? []) {
    y = roomFor(page, TITLE_HEIGHT, y, lowest);
    y = write(page, table.title, { ...box, y }, { size: 12, font: 'bold' }) + 4;
    y = drawTable(page, table, { ...box, y }, lowest) + 18;
  }
  y = drawTable(page, sheet, { ...box, y }, lowest, SIGNING_HEIGHT);
  y = roomFor(page, SIGNING_HEIGHT, y, lowest);
  drawSigning(page, sheet, { ...box, y: y + 24 });
  numberPages(page, sheet, { ...box, y: height - BOTTOM + 14 });
  return finish(page);
}

/** Where something of a height begins that starts at `y` or, where it would not fit, on the next page. */
export function roomFor(page: Page, height: number, y: number, lowest: number): number {
  if (y + height <= lowest) return y;
  page.pdf.addPage();
  return TOP;
}

/** Title, unit and facts in the middle of a page of their own. */
export function drawCover(
  page: Page,
  sheet: Pick<ReportSheet, 'title' | 'subtitle' | 'facts'>,
  box: Omit<Box, 'y'>,
  height: number,
): void {
  const centred = { align: 'center' } as const;
  const title = { size: 34, font: 'bold', color: RED, ...centred } as const;
  let y = write(page, sheet.title, { ...box, y: height * 0.28 }, title) + 14;
  y = write(page, sheet.subtitle, { ...box, y }, { size: 18, ...centred }) + 40;
  for (const [label, value] of sheet.facts)
    y = write(page, `${label}  ${value}`, { ...box, y }, { size: 12, ...centred }) + 8;
}

interface Column {
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

function columnsIn(sheet: SheetTable, { x, width }: Box): Column[] {
  const whole = sheet.columns.reduce((sum, { share }) => sum + share, 0);
  let left = x;
  return sheet.columns.map(({ share, isNumber }) => {
    const own = (share / whole) * width;
    const column: Column = { x: left, width: own - 6, align: isNumber ? 'right' : 'left' };
    left += own;
    return column;
  });
}

/**
 * A table on as many pages as it needs, its heading on each; returns where it ends. Its last row goes to the next page
 * together with what stands `below` it, so that nobody signs a page that says nothing.
 */
export function drawTable(
  page: Page,
  sheet: SheetTable,
  box: Box,
  lowest: number,
  below = 0,
): number {
  const columns = columnsIn(sheet, box);
  const head = sheet.columns.map(({ heading }) => heading);
  let y = drawRow(page, head, columns, box, 'head');
  const lines = [
    ...sheet.rows.map((cells) => ({ cells, kind: 'body' as const })),
    ...(sheet.totals ? [{ cells: sheet.totals, kind: 'total' as const }] : []),
  ];
  for (const [at, { cells, kind }] of lines.entries()) {
    const isLast = at === lines.length - 1;
    if (y + rowHeight(page, cells, columns) + (isLast ? below : 0) > lowest) {
      page.pdf.addPage();
      y = drawRow(page, head, columns, { ...box, y: TOP }, 'head');
    }
    y = drawRow(page, cells, columns, { ...box, y }, kind);
  }
  return y;
}

function rowHeight(page: Page, cells: readonly string[], columns: readonly Column[]): number {
  const heights = cells.map((cell, at) => heightOf(page, cell, columns[at]?.width ?? 0, CELL));
  return Math.max(CELL.size, ...heights) + 2 * CELL.gap;
}

function drawRow(
  page: Page,
  cells: readonly string[],
  columns: readonly Column[],
  { x, y, width }: Box,
  kind: 'head' | 'body' | 'total',
): number {
  const height = rowHeight(page, cells, columns);
  columns.forEach((column, at) => {
    const cell = cells[at] ?? '';
    const look = {
      size: CELL.size,
      font: kind === 'body' ? 'regular' : 'bold',
      align: column.align,
      ...(kind === 'head' ? { color: SOFT } : {}),
    } as const;
    if (cell !== '') write(page, cell, { x: column.x, y: y + CELL.gap, width: column.width }, look);
  });
  page.pdf
    .lineWidth(kind === 'body' ? 0.4 : 0.9)
    .strokeColor(LINE)
    .moveTo(x, y + height)
    .lineTo(x + width, y + height)
    .stroke();
  return y + height;
}

/** Labels with a line behind each. */
export function drawSigning(
  page: Page,
  { signatures }: Pick<ReportSheet, 'signatures'>,
  { x, y, width }: Box,
): void {
  const each = width / signatures.length;
  signatures.forEach((label, at) => {
    const left = x + at * each;
    write(page, label, { x: left, y, width: each * 0.4 }, { size: 10.5 });
    page.pdf
      .lineWidth(0.7)
      .strokeColor(SOFT)
      .moveTo(left + each * 0.4, y + 14)
      .lineTo(left + each * 0.92, y + 14)
      .stroke();
  });
}

function numberPages(page: Page, sheet: ReportSheet, box: Box): void {
  const missing = page.type
    .missing()
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);
  const note = missing.length > 0 ? ` · ${sheet.missingNote}${missing.join(', ')}` : '';
  const { start, count } = page.pdf.bufferedPageRange();
  // The cover has no number.
  for (let at = 1; at < count; at += 1) {
    page.pdf.switchToPage(start + at);
    const text = sheet.pageNumber
      .replace('{page}', String(at))
      .replace('{pages}', String(count - 1));
    write(page, text + note, box, { size: 8, color: SOFT, align: 'center' });
  }
}
