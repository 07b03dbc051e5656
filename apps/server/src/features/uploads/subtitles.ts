import { readWebVtt, sentenceOf, webVttOf } from '@xueshi/formats';
import { readFile, writeFile } from 'node:fs/promises';
import { syncPath } from '../../platform/kept-files.ts';
import { NOTHING_FOUND, type Looked, type LookThrough } from './look-through.ts';

/** Subtitles of either form become WebVTT, which browsers show; what is wrong is told with its line. */
export const lookThroughSubtitles: LookThrough = async (_platform, path) => {
  const text = decode(await readFile(path));
  const made = text === null ? null : webVttOf(text);
  if (made === null) return { problem: 'subtitles', end: '', found: null };
  const { cues, errors } = readWebVtt('subtitles', made);
  const [error] = errors;
  if (error) return { problem: 'subtitles', end: '', found: null, detail: inBoth(error) };
  const instead = `${path}.vtt`;
  await writeFile(instead, made);
  await syncPath(instead);
  return { problem: null, end: 'vtt', found: { ...NOTHING_FOUND, cues: cues.length }, instead };
};

function inBoth(error: Parameters<typeof sentenceOf>[0]): NonNullable<Looked['detail']> {
  const line = error.line ?? 1;
  return {
    'zh-CN': `第 ${line} 行：${sentenceOf(error, 'zh-CN')}`,
    en: `Line ${line}: ${sentenceOf(error, 'en')}`,
  };
}

/** UTF-8, or what Chinese programs wrote before it; other programs of Windows write UTF-16 with its mark. */
function decode(bytes: Buffer): string | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  const encodings =
    mark === 0xfffe ? ['utf-16le'] : mark === 0xfeff ? ['utf-16be'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // Not of this encoding: the next is tried.
    }
  }
  return null;
}
