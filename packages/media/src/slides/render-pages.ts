import { open, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse, type Refusal } from '../refusal.ts';
import { runProgram } from '../run-program.ts';
import { TEXT_LENGTH } from './page-words.ts';
import type {
  OutlineHeading,
  RenderOrder,
  RenderRefusalReason,
  RenderReport,
  RenderedPage,
} from './render-report.ts';

const MIB = 1024 ** 2;

/** What the pages of one PDF may cost; all are upper bounds. */
export interface RenderLimits {
  readonly pages: number;
  readonly wallClockMs: number;
  /** Resident memory of the process, looked at once a second, on Linux only. */
  readonly memoryBytes: number;
  /** All pictures together. */
  readonly outputBytes: number;
  /** Free space that is left to others. */
  readonly reserveBytes: number;
}

export const RENDER_LIMITS: RenderLimits = {
  pages: 300,
  wallClockMs: 10 * 60_000,
  memoryBytes: 1536 * MIB,
  outputBytes: 300 * MIB,
  reserveBytes: 64 * MIB,
};

export interface RenderPagesOptions {
  /** Absolute path of the PDF. */
  readonly source: string;
  /** An empty folder for the pictures; theirs are the names `0001.webp` and so on. */
  readonly folder: string;
  /** A font with Chinese letters (TTF, OTF), for files that bring none; absent: the system's. */
  readonly font?: string;
  /** Pixels across a page as wide as it is high or wider; absent: 1,600, as slides are shown. */
  readonly width?: number;
  /** The most of a page's words, in UTF-16 units; absent: 4,000. */
  readonly textLength?: number;
  readonly limits?: Partial<RenderLimits>;
  readonly signal?: AbortSignal;
  /** Called with 0–1, never decreasing. */
  readonly onProgress?: (fraction: number) => void;
}

export interface Rendered {
  readonly ok: true;
  /** In their order; at least one. */
  readonly pages: readonly RenderedPage[];
  /** The file's own list of its headings, as far as they lead to a page; empty where it has none. */
  readonly outline: readonly OutlineHeading[];
}

const WIDTH = 1600;
const MOST_PIXELS = 64_000_000;
const HEAP_MIB = 768;

/**
 * Turns the pages of a PDF into WebP pictures, and reads their words. The file is read by a process
 * of its own that may write into `folder`, can start nothing and carries no keys; it is killed when it meets a limit.
 * Scripts in the file are never run: a file that has some is refused, as one with a password is.
 */
export async function renderPages(
  options: RenderPagesOptions,
): Promise<Rendered | Refusal<RenderRefusalReason>> {
  const { source, folder, signal, onProgress } = options;
  const limits = { ...RENDER_LIMITS, ...options.limits };
  if (!(await beginsAsPdf(source))) return refuse('not-a-pdf', 'no %PDF- at its beginning');
  const order: RenderOrder = {
    source,
    width: options.width ?? WIDTH,
    textLength: options.textLength ?? TEXT_LENGTH,
    mostPages: limits.pages,
    mostPixels: MOST_PIXELS,
    font: options.font ?? null,
  };
  const outcome = await runProgram({
    program: process.execPath,
    args: [...confined(order, folder), workerFile, JSON.stringify(order)],
    folder,
    wallClockMs: limits.wallClockMs,
    outputBytes: limits.outputBytes,
    memoryBytes: limits.memoryBytes,
    reserveBytes: limits.reserveBytes,
    signal,
    onLine: (line) => {
      const [, done, all] = /^page=(\d+)\/(\d+)$/.exec(line) ?? [];
      if (all !== undefined) onProgress?.(Number(done) / Number(all));
    },
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  // It ended by itself without a word: out of its own memory most often.
  if (outcome.kind === 'failed')
    return refuse(
      /heap out of memory/i.test(outcome.log) ? 'too-much-memory' : 'not-a-pdf',
      outcome.log,
    );
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as RenderReport;
  if (!report.ok) return refuse(report.reason, `${report.detail}\n${outcome.log}`);
  return report.pages.length === 0 ? refuse('not-a-pdf', 'no pages') : report;
}

/** Within its first kilobyte, as readers of PDF allow. */
async function beginsAsPdf(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString('latin1', 0, bytesRead).includes('%PDF-');
  } finally {
    await file.close();
  }
}

const workerFile = fileURLToPath(new URL('./render-pages-worker.ts', import.meta.url));
const require = createRequire(import.meta.url);

/** Reading: the program itself, its fonts and this one file. Writing: the one folder. No processes, no threads. */
function confined(order: RenderOrder, folder: string): string[] {
  const readable = [
    `${dirname(dirname(workerFile))}/*`,
    join(dirname(dirname(dirname(workerFile))), 'package.json'),
    `${modulesAround(require.resolve('pdfjs-dist/package.json'))}/*`,
    `${modulesAround(workerFile)}/*`,
    `${join(dirname(dirname(dirname(workerFile))), 'node_modules')}/*`,
    ...(order.font === null ? [] : [order.font]),
    order.source,
    `${folder}/*`,
  ];
  return [
    '--permission',
    '--allow-addons',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}/*`,
    `--max-old-space-size=${HEAP_MIB}`,
    '--no-warnings',
  ];
}

/** The outermost `node_modules` on the way to a file, under which all packages lie. */
function modulesAround(path: string): string {
  const at = path.indexOf('/node_modules/');
  return at === -1 ? dirname(path) : path.slice(0, at + '/node_modules'.length);
}
