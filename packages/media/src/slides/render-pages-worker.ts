// Reads a PDF that somebody sent. Runs as a process of its own, which may write into one folder, start nothing, and
// is ended from outside when it takes too long or too much (render-pages.ts). The network is not closed to it by the
// operating system: native code that a file took over could reach it.
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { readOutline } from './pdf-outline.ts';
import { pageWords, type PageLine, type PageWords } from './page-words.ts';
import type {
  RenderOrder,
  RenderReport,
  RenderRefusalReason,
  RenderedPage,
} from './render-report.ts';

class Unfit extends Error {
  readonly reason: RenderRefusalReason;
  constructor(reason: RenderRefusalReason) {
    super(reason);
    this.reason = reason;
  }
}

// Nothing here asks the network; this takes the ready-made ways away from what a file may contain.
Reflect.deleteProperty(globalThis, 'fetch');
Reflect.deleteProperty(globalThis, 'WebSocket');

/** The name of `order.font` in a list of families. */
const FALLBACK = 'Slide Fallback';

const order = JSON.parse(process.argv[2] ?? '{}') as RenderOrder;
const report = await work().catch((error: unknown): RenderReport => ({
  ok: false,
  reason: reasonOf(error),
  detail: String(error),
}));
await writeFile('report.json', JSON.stringify(report));
// Timers that the reader left behind would keep the process.
process.exit(0);

async function work(): Promise<RenderReport> {
  if (order.font !== null) GlobalFonts.registerFromPath(order.font, FALLBACK);
  const pdf = await open(order.source);
  if (pdf.numPages > order.mostPages) throw new Unfit('too-many-pages');
  // Slides need no script; a file that brings one is not what it says.
  if (await pdf.hasJSActions()) throw new Unfit('has-script');
  const pages: RenderedPage[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    if (Object.keys((await page.getJSActions()) ?? {}).length > 0) throw new Unfit('has-script');
    pages.push({ ...(await draw(page, number)), ...(await wordsOf(page)) });
    page.cleanup();
    process.stdout.write(`page=${number}/${pdf.numPages}\n`);
  }
  return { ok: true, pages, outline: await readOutline(pdf) };
}

async function open(path: string): Promise<PDFDocumentProxy> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const shipped = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return getDocument({
    data: new Uint8Array(await readFile(path)),
    cMapUrl: `${join(shipped, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(shipped, 'standard_fonts')}/`,
    wasmUrl: `${join(shipped, 'wasm')}/`,
    iccUrl: `${join(shipped, 'iccs')}/`,
    // Chinese programs leave the fonts of Windows out; then the letters come from ours.
    useSystemFonts: true,
    disableFontFace: true,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: order.mostPixels,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
}

async function draw(
  page: PDFPageProxy,
  number: number,
): Promise<{ name: string; width: number; height: number }> {
  const natural = page.getViewport({ scale: 1 });
  if (!(natural.width > 0 && natural.height > 0)) throw new Unfit('not-a-pdf');
  // Posters and strips are made to fit as well: no side is larger than asked.
  const scale = order.width / Math.max(natural.width, natural.height * (9 / 16) * (4 / 3));
  const viewport = page.getViewport({ scale });
  const [width, height] = [Math.ceil(viewport.width), Math.ceil(viewport.height)];
  const canvas = createCanvas(Math.max(1, width), Math.max(1, height));
  const context = withFallbackFont(canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  // The same drawing interface by another maker: only the types differ.
  await page.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
  const name = `${String(number).padStart(4, '0')}.webp`;
  await writeFile(name, await canvas.encode('webp', 86));
  return { name, width: canvas.width, height: canvas.height };
}

/** Appends our font to every list of families: letters that no font of the system has come from it, and no others. */
function withFallbackFont(context: SKRSContext2D): SKRSContext2D {
  const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(context), 'font');
  if (order.font === null || property?.set === undefined) return context;
  const { get, set } = property;
  return Object.defineProperty(context, 'font', {
    ...(get && { get }),
    set(families: string) {
      set.call(context, `${families}, "${FALLBACK}"`);
    },
  });
}

async function wordsOf(page: PDFPageProxy): Promise<PageWords> {
  const lines: PageLine[] = [];
  let text = '';
  let size = 0;
  const end = () => {
    lines.push({ text, size });
    text = '';
    size = 0;
  };
  for (const item of (await page.getTextContent()).items) {
    if (!('str' in item)) continue;
    text += item.str;
    if (item.str.trim() !== '') size = Math.max(size, item.height);
    if (item.hasEOL || text.length > 10_000) end();
    // What would never be shown is not collected either.
    if (lines.length > 2_000) break;
  }
  end();
  return pageWords(lines, order.textLength);
}

function reasonOf(error: unknown): RenderRefusalReason {
  if (error instanceof Unfit) return error.reason;
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  // Encryption of shops, to which no password is known, is as good as one.
  if (name === 'PasswordException' || /unknown encryption|encryption method/i.test(message))
    return 'has-password';
  if (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  )
    return 'disk-full';
  return 'not-a-pdf';
}
