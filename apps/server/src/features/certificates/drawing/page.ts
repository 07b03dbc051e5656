// What both kinds of document share: fonts, colours, the foot with code and QR.
import PDFDocument from 'pdfkit';
import encodeQR from 'qr';
import { FONT_FILES, typesetting, type Typesetting } from './fonts.ts';
import type { IssuedSheet, RecordBook, Sheet } from './sheet.ts';

export type Pdf = PDFKit.PDFDocument;

export const INK = '#1c1917';
export const SOFT = '#57534e';
export const LINE = '#b8b0a6';
export const RED = '#9b1c1c';

export interface Page {
  readonly pdf: Pdf;
  readonly type: Typesetting;
}

/** Opens a document whose fonts are embedded and cut down to the characters used. */
export function openPage(
  sheet: Pick<Sheet | RecordBook, 'locale' | 'title' | 'issuer' | 'issuedAt'>,
  options: PDFKit.PDFDocumentOptions,
): Page {
  const pdf = new PDFDocument({
    size: 'A4',
    font: FONT_FILES.regular,
    lang: sheet.locale,
    displayTitle: true,
    pdfVersion: '1.7',
    bufferPages: true,
    info: {
      Title: sheet.title,
      Author: sheet.issuer,
      Creator: 'Xueshi',
      CreationDate: new Date(sheet.issuedAt),
    },
    ...options,
  });
  return { pdf, type: typesetting() };
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Writes a text into a box and returns where it ends. */
export function write(
  { pdf, type }: Page,
  text: string,
  { x, y, width }: Box,
  look: {
    size: number;
    font?: 'regular' | 'bold';
    color?: string;
  } & PDFKit.Mixins.TextOptions,
): number {
  const { size, font = 'regular', color = INK, ...options } = look;
  // By its path: under a name of its own the library would read the whole file again each time.
  pdf
    .font(FONT_FILES[font])
    .fontSize(size)
    .fillColor(color)
    .text(type.set(text), x, y, { width, ...options });
  return pdf.y;
}

/** The height that a text takes in a column. */
export function heightOf(
  { pdf, type }: Page,
  text: string,
  width: number,
  {
    size,
    font = 'regular',
    lineGap = 0,
  }: { size: number; font?: 'regular' | 'bold'; lineGap?: number },
): number {
  return pdf
    .font(FONT_FILES[font])
    .fontSize(size)
    .heightOfString(type.set(text) || ' ', { width, lineGap });
}

/** Draws a QR code of modules as squares; sharp at any size. */
function drawQr({ pdf }: Page, content: string, { x, y, width }: Box): void {
  const modules = encodeQR(content, 'raw', { ecc: 'medium', border: 1 });
  const side = width / modules.length;
  pdf.fillColor(INK);
  modules.forEach((row, line) => {
    row.forEach((dark, column) => {
      // A hair wider than a module: no white seams between them on screens.
      if (dark) pdf.rect(x + column * side, y + line * side, side + 0.05, side + 0.05);
    });
  });
  pdf.fill();
}

const QR_SIDE = 84;
export const FOOT_HEIGHT = 150;

/** QR and code on the left, who issued it and when on the right, the proof below. */
export function drawFoot(page: Page, sheet: IssuedSheet, { x, y, width }: Box): void {
  drawQr(page, sheet.verifyUrl, { x, y, width: QR_SIDE });
  const left = { x: x + QR_SIDE + 14, width: width * 0.64 - QR_SIDE - 14 };
  let at = write(page, sheet.codeLabel, { ...left, y }, { size: 9, color: SOFT });
  at = write(page, sheet.code, { ...left, y: at + 1 }, { size: 12.5, font: 'bold' });
  const hint = { size: 8.5, color: SOFT, lineGap: 1.5 };
  const hintEnd = write(page, sheet.verifyHint, { ...left, y: at + 5 }, hint);
  const right = { x: x + width * 0.66, width: width * 0.34 };
  const issuer = { size: 14, font: 'bold', align: 'right' } as const;
  at = write(page, sheet.issuer, { ...right, y: y + 20 }, issuer);
  write(page, sheet.date, { ...right, y: at + 5 }, { size: 12, align: 'right' });
  let below = Math.max(y + QR_SIDE, hintEnd) + 10;
  for (const line of [...missingLines(page, sheet), ...sheet.proof])
    below = write(page, line, { x, y: below, width }, { size: 7.5, color: SOFT }) + 1;
}

/** Names the characters that no font of ours has; to be asked when all else was written. */
function missingLines({ type }: Page, { missingNote }: IssuedSheet): string[] {
  const points = type
    .missing()
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);
  return points.length > 0 ? [`${missingNote}${points.join(', ')}`] : [];
}

/** Says across the top that the document holds no more. Returns where it ends. */
export function drawNotice(page: Page, notice: string | null, box: Box): number {
  if (notice === null) return box.y;
  const end = write(
    page,
    notice,
    { ...box, y: box.y + 6 },
    { size: 14, font: 'bold', color: RED, align: 'center' },
  );
  page.pdf
    .lineWidth(1.2)
    .strokeColor(RED)
    .rect(box.x, box.y, box.width, end - box.y + 6)
    .stroke();
  return end + 14;
}

/** Closes the document and gives its bytes. */
export function finish({ pdf }: Page): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((done, failed) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => done(Buffer.concat(parts)));
    pdf.on('error', failed);
    pdf.end();
  });
}
