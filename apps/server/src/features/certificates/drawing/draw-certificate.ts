import {
  drawFoot,
  drawNotice,
  finish,
  FOOT_HEIGHT,
  INK,
  LINE,
  openPage,
  RED,
  SOFT,
  write,
  type Page,
} from './page.ts';
import type { CertificateSheet } from './sheet.ts';

const EDGE = 28;
const INSET = 74;

/** A certificate: one landscape page within a double frame. */
export function drawCertificate(sheet: CertificateSheet): Promise<Buffer> {
  const page = openPage(sheet, { layout: 'landscape', margin: 0 });
  const { width, height } = page.pdf.page;
  drawFrame(page, width, height);
  const box = { x: INSET, width: width - 2 * INSET };
  let y = drawNotice(page, sheet.notice, { ...box, y: 52 });
  y = Math.max(y, 72);
  const spacing = sheet.locale === 'zh-CN' ? 14 : 2;
  const title = {
    size: 38,
    font: 'bold',
    color: RED,
    align: 'center',
    characterSpacing: spacing,
  } as const;
  y = write(page, sheet.title, { ...box, y }, title) + 24;
  const size = sheet.body.length > 260 ? 13 : 16;
  const indent = sheet.locale === 'zh-CN' ? 2 * size : 0;
  y = write(page, sheet.body, { ...box, y }, { size, lineGap: size * 0.65, indent }) + 14;
  drawFacts(page, sheet, { ...box, y });
  drawFoot(page, sheet, { ...box, y: height - EDGE - FOOT_HEIGHT });
  return finish(page);
}

function drawFrame({ pdf }: Page, width: number, height: number): void {
  const frame = (gap: number, line: number) =>
    pdf
      .lineWidth(line)
      .strokeColor(RED)
      .rect(EDGE + gap, EDGE + gap, width - 2 * (EDGE + gap), height - 2 * (EDGE + gap))
      .stroke();
  frame(0, 2.4);
  frame(6, 0.7);
}

/** Facts side by side, a thin line above and below. */
function drawFacts(
  page: Page,
  { facts }: CertificateSheet,
  { x, y, width }: { x: number; y: number; width: number },
): void {
  const column = width / facts.length;
  const rule = (at: number) =>
    page.pdf
      .lineWidth(0.6)
      .strokeColor(LINE)
      .moveTo(x, at)
      .lineTo(x + width, at)
      .stroke();
  rule(y);
  const ends = facts.map(([label, value], at) => {
    const box = { x: x + at * column, width: column - 8 };
    const below = write(page, label, { ...box, y: y + 7 }, { size: 9, color: SOFT });
    return write(page, value, { ...box, y: below + 1 }, { size: 13, font: 'bold', color: INK });
  });
  rule(Math.max(y, ...ends) + 7);
}
