// PDFs of slides as PowerPoint and WPS write them, made on the spot. Used by tests only.
import PDFDocument from 'pdfkit';
import { fileURLToPath } from 'node:url';

const FONT = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
);

/** Pages of 16:9 with a heading, two lines and a block that stands elsewhere on each. */
export async function makeDeck(pages: number): Promise<Buffer<ArrayBuffer>> {
  const pdf = new PDFDocument({ size: [960, 540], margin: 40, autoFirstPage: false });
  const pieces: Buffer[] = [];
  pdf.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  for (let number = 1; number <= pages; number += 1) {
    pdf.addPage();
    pdf.font(FONT).fillColor('#222').fontSize(44).text(`第${number}步：接访从听开始`);
    pdf.fontSize(24).text(`先听，再问，再记。\n记下原话，第${number}条`);
    // Five columns and four rows: no two of twenty pages look alike.
    pdf
      .rect(60 + (number % 5) * 170, 210 + (Math.floor(number / 5) % 4) * 70, 150, 60)
      .fill('#31456b');
  }
  pdf.end();
  await ended;
  return Buffer.from(Buffer.concat(pieces));
}
