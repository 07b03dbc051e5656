import { sentenceOf } from '@xueshi/formats';
import type { EpubRead } from '@xueshi/formats/epub';
import { Worker } from 'node:worker_threads';
import type { JobContext } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MadeBook } from './made-book.ts';

export interface EpubAsked {
  readonly source: string;
  /** For its pictures. */
  readonly folder: string;
}

const MEMORY_MIB = 768;
const WALL_CLOCK_MS = 5 * 60_000;

type ThreadEnd = EpubRead | 'too-slow' | 'too-much-memory';

async function readInThread(asked: EpubAsked, signal: AbortSignal): Promise<ThreadEnd> {
  const worker = new Worker(new URL('./epub-worker.ts', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  const end = AbortSignal.any([signal, AbortSignal.timeout(WALL_CLOCK_MS)]);
  const stop = () => void worker.terminate();
  end.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<ThreadEnd>((done, failed) => {
      worker.once('message', done);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? done('too-much-memory') : failed(error),
      );
      worker.once('exit', () =>
        end.aborted
          ? done('too-slow')
          : failed(new Error('reading a book ended without an answer')),
      );
    });
  } finally {
    end.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

export async function bookOfEpub(
  { log }: Platform,
  source: string,
  folder: string,
  { signal }: JobContext,
): Promise<MadeBook> {
  const read = await readInThread({ source, folder }, signal);
  signal.throwIfAborted();
  if (typeof read === 'string') return { ok: false, problem: read, detail: null };
  if (!read.ok) {
    const [error] = read.errors;
    log.warn({ reason: read.problem, code: error?.code }, 'a textbook was not prepared');
    const detail = error && { 'zh-CN': sentenceOf(error, 'zh-CN'), en: sentenceOf(error, 'en') };
    return { ok: false, problem: read.problem, detail: detail ?? null };
  }
  const { chapters, outline, language } = read.book;
  return {
    ok: true,
    book: {
      parts: chapters.map(({ title, markdown, text }) => ({
        ...{ title, text: markdown, words: `${title}\n${text}`, width: null, height: null },
      })),
      outline: outline.map(({ title, level, chapter }) => ({ title, level, number: chapter })),
      language,
    },
  };
}
