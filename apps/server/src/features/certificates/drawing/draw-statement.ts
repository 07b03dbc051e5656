import {
  drawFoot,
  drawNotice,
  finish,
  FOOT_HEIGHT,
  heightOf,
  LINE,
  openPage,
  RED,
  SOFT,
  write,
  type Box,
  type Page,
} from './page.ts';
import type { StatementSheet } from './sheet.ts';

const INSET = 56;
const TOP = 54;
const BOTTOM = 48;
const CELL = { size: 9, gap: 4, font: 'bold' } as const;
/** Shares of the width: date, content, kind, hours, days. */
const SHARES = [0.17, 0.43, 0.2, 0.1, 0.1];

/** An hours statement: person and year, all entries in a table, as many pages as they need. */
export function drawStatement(sheet: StatementSheet): Promise<Buffer> {
  const page = openPage(sheet, { margins: { top: TOP, bottom: 0, left: INSET, right: INSET } });
  const { width, height } = page.pdf.page;
  const box = { x: INSET, width: width - 2 * INSET };
  const lowest = height - BOTTOM;
  let y = drawNotice(page, sheet.notice, { ...box, y: TOP });
  const spacing = sheet.locale === 'zh-CN' ? 8 : 1;
  const title = {
    size: 28,
    font: 'bold',
    color: RED,
    align: 'center',
    characterSpacing: spacing,
  } as const;
  y = write(page, sheet.title, { ...box, y }, title) + 4;
  y = write(page, sheet.subtitle, { ...box, y }, { size: 13, align: 'center' }) + 16;
  y = drawFacts(page, sheet, { ...box, y }) + 14;
  y = drawTable(page, sheet, { ...box, y }, lowest);
  const closing = { size: 10.5, lineGap: 3 };
  const closingHeight = heightOf(page, sheet.closing, box.width, closing) + 34;
  // The foot never stands alone on a page: the sentence that it certifies goes with it.
  if (y + closingHeight + FOOT_HEIGHT > lowest) {
    page.pdf.addPage();
    y = TOP;
  }
  y = write(page, sheet.closing, { ...box, y: y + 12 }, closing) + 22;
  const isFirst = page.pdf.bufferedPageRange().count === 1;
  drawFoot(page, sheet, { ...box, y: isFirst ? Math.max(y, lowest - FOOT_HEIGHT) : y });
  numberPages(page, sheet, { ...box, y: height - BOTTOM + 8 });
  return finish(page);
}

function drawFacts(page: Page, { facts }: StatementSheet, { x, y, width }: Box): number {
  let at = y;
  for (const [label, value] of facts) {
    const labelEnd = write(page, label, { x, y: at, width: 96 }, { size: 10.5, color: SOFT });
    const valueEnd = write(page, value, { x: x + 100, y: at, width: width - 100 }, { size: 10.5 });
    at = Math.max(labelEnd, valueEnd) + 4;
  }
  return at;
}

function drawTable(page: Page, sheet: StatementSheet, box: Box, lowest: number): number {
  let y = drawRow(page, sheet.columns, box, 'head');
  for (const row of sheet.rows) {
    if (y + rowHeight(page, row, box.width) > lowest) {
      page.pdf.addPage();
      y = drawRow(page, sheet.columns, { ...box, y: TOP }, 'head');
    }
    y = drawRow(page, row, { ...box, y }, 'body');
  }
  if (y + rowHeight(page, sheet.totals, box.width) > lowest) {
    page.pdf.addPage();
    y = TOP;
  }
  return drawRow(page, sheet.totals, { ...box, y }, 'total');
}

function rowHeight(page: Page, cells: readonly string[], width: number): number {
  const heights = cells.map((cell, at) => heightOf(page, cell, cellWidth(at, width), CELL));
  return Math.max(...heights) + 2 * CELL.gap;
}

const cellWidth = (at: number, width: number) => (SHARES[at] ?? 0) * width - 8;

function drawRow(
  page: Page,
  cells: readonly string[],
  { x, y, width }: Box,
  kind: 'head' | 'body' | 'total',
): number {
  const height = rowHeight(page, cells, width);
  let left = x;
  cells.forEach((cell, at) => {
    const box = { x: left, y: y + CELL.gap, width: cellWidth(at, width) };
    const look = {
      size: CELL.size,
      font: kind === 'body' ? 'regular' : 'bold',
      align: at >= cells.length - 2 ? 'right' : 'left',
      ...(kind === 'head' ? { color: SOFT } : {}),
    } as const;
    if (cell !== '') write(page, cell, box, look);
    left += (SHARES[at] ?? 0) * width;
  });
  page.pdf
    .lineWidth(kind === 'body' ? 0.4 : 0.9)
    .strokeColor(LINE)
    .moveTo(x, y + height)
    .lineTo(x + width, y + height)
    .stroke();
  return y + height;
}

function numberPages(page: Page, sheet: StatementSheet, box: Box): void {
  const { start, count } = page.pdf.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    page.pdf.switchToPage(start + at);
    const text = sheet.pageNumber
      .replace('{page}', String(at + 1))
      .replace('{pages}', String(count));
    write(page, `${text} · ${sheet.code}`, box, { size: 8, color: SOFT, align: 'center' });
  }
}
