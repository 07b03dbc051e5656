import { readFile, stat } from 'node:fs/promises';
import { refuse, type Refusal } from './refusal.ts';

/** A WebVTT file that belongs to a lecture. */
export interface SubtitleSource {
  /** BCP 47, such as `zh-CN`; also the name of a folder. */
  readonly lang: string;
  readonly path: string;
  /** As the player's menu shows it, such as 中文. */
  readonly label: string;
}

const MAX_BYTES = 2 * 1024 * 1024;

/** A language tag that is also a harmless folder name. */
export function isLanguageTag(lang: string): boolean {
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(lang);
}

/**
 * Reads a WebVTT file: at most 2 MiB of UTF-8 that begins with WEBVTT and has a cue. Line ends become \n.
 * Cue text is passed on as it is; players never run it.
 */
export async function readSubtitles(
  source: SubtitleSource,
): Promise<{ ok: true; text: string } | Refusal<'bad-subtitles'>> {
  const size = await stat(source.path).then(
    (stats) => (stats.isFile() ? stats.size : -1),
    () => -1,
  );
  if (size < 0) return refuse('bad-subtitles', `${source.lang}: the file cannot be read`);
  if (size > MAX_BYTES) return refuse('bad-subtitles', `${source.lang}: ${size} bytes`);
  let text: string;
  try {
    // A byte order mark is dropped by the decoder.
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(source.path));
  } catch {
    return refuse('bad-subtitles', `${source.lang}: not UTF-8`);
  }
  const lines = text.replaceAll('\0', '\uFFFD').replace(/\r\n?/g, '\n');
  if (!/^WEBVTT(?=[ \t\n]|$)/.test(lines)) {
    return refuse('bad-subtitles', `${source.lang}: does not begin with WEBVTT`);
  }
  if (!lines.includes('-->')) return refuse('bad-subtitles', `${source.lang}: no cues`);
  return { ok: true, text: lines.endsWith('\n') ? lines : `${lines}\n` };
}
