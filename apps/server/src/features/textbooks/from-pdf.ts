import { renderPages } from '@xueshi/media';
import type { JobContext } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { CHINESE_FONT } from '../uploads/service.ts';
import type { MadeBook } from './made-book.ts';

const MIB = 1024 ** 2;

/** A book has more pages than slides have, and smaller pictures do: A4 becomes 1,131 pixels wide. */
const WIDTH = 1200;
const LIMITS = { pages: 1_500, wallClockMs: 60 * 60_000, outputBytes: 800 * MIB };
/** A page in small print, in English. */
const TEXT_LENGTH = 8_000;

/** A file does not say it; a scan without words is most likely Chinese too. */
const languageOf = (text: string) =>
  /[A-Za-z]/.test(text) && !/\p{Script=Han}/u.test(text) ? 'en' : 'zh-CN';

export async function bookOfPdf(
  { log }: Platform,
  source: string,
  folder: string,
  { signal, progress }: JobContext,
): Promise<MadeBook> {
  const rendered = await renderPages({
    ...{ source, folder, font: CHINESE_FONT, signal, limits: LIMITS },
    ...{ width: WIDTH, textLength: TEXT_LENGTH, onProgress: progress },
  });
  signal.throwIfAborted();
  if (!rendered.ok) {
    log.warn({ reason: rendered.reason, detail: rendered.detail }, 'a textbook was not prepared');
    return { ok: false, problem: rendered.reason, detail: null };
  }
  return {
    ok: true,
    book: {
      parts: rendered.pages.map(({ text, width, height }) => ({
        ...{ title: '', text, words: text, width, height },
      })),
      outline: rendered.outline.map(({ title, level, page }) => ({ title, level, number: page })),
      language: languageOf(rendered.pages.map(({ text }) => text).join('')),
    },
  };
}
