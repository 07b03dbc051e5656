// PDFs of slides as PowerPoint and WPS write them, made on the spot. Used by tests only.
import { temporaryFolder } from '@xueshi/testkit';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import PDFDocument from 'pdfkit';

const run = promisify(execFile);

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

/** A recording that shows each picture (WebP) for so many seconds, somewhat darker, with a tone. */
export async function makeRecordingOf(
  ffmpeg: string,
  pictures: readonly Buffer[],
  seconds: readonly number[],
): Promise<Buffer<ArrayBuffer>> {
  const folder = await temporaryFolder();
  try {
    const lines: string[] = [];
    for (const [at, picture] of pictures.entries()) {
      if (!seconds[at]) continue;
      await writeFile(join(folder.path, `${at}.webp`), picture);
      lines.push(`file '${at}.webp'`, `duration ${seconds[at]}`);
    }
    await writeFile(join(folder.path, 'list.txt'), `${lines.join('\n')}\n${lines.at(-2)}\n`);
    const all = seconds.reduce((sum, one) => sum + one, 0);
    const file = join(folder.path, 'recording.mp4');
    await run(ffmpeg, [
      ...['-nostdin', '-v', 'error', '-y', '-f', 'concat', '-i', join(folder.path, 'list.txt')],
      ...['-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=44100:duration=${all}`],
      ...['-vf', 'scale=320:180,fps=4,eq=brightness=-0.1,noise=alls=8:allf=t'],
      ...['-t', String(all), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-c:a', 'aac', file],
    ]);
    return Buffer.from(await readFile(file));
  } finally {
    await folder.remove();
  }
}
