import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { walkBoxes } from './boxes.ts';
import { codecOf } from './codecs.ts';
import { measureRates, parsePlaylist, playlistMs, type MeasuredRates } from './playlist.ts';

/** A finished rendition, measured from its files. */
export interface Rendition {
  readonly folder: string;
  readonly playlist: string;
  readonly codec: string;
  readonly durationMs: number;
  readonly bytes: number;
  readonly rates: MeasuredRates;
  /** Initialisation segment and segments in order, relative to the package. */
  readonly files: readonly string[];
  /** How long each segment lasts, ms. */
  readonly segmentsMs: readonly number[];
}

/**
 * Reads a rendition back, as a player would, and says what is wrong with it instead of trusting an exit code:
 * playlist ended, initialisation segment with a known codec, every segment whole to its last byte.
 */
export async function readRendition(
  packageFolder: string,
  folder: string,
): Promise<{ ok: true; rendition: Rendition } | { ok: false; problem: string }> {
  const problem = (text: string) => ({ ok: false, problem: `${folder}: ${text}` }) as const;
  const playlist = `${folder}/index.m3u8`;
  const text = await readFile(join(packageFolder, playlist), 'utf8').catch(() => '');
  const parsed = parsePlaylist(text);
  if (!parsed?.ended || !parsed.initUri || parsed.segments.length === 0) {
    return problem('unfinished playlist');
  }
  const init = `${folder}/${parsed.initUri}`;
  const initBytes = await readFile(join(packageFolder, init)).catch(() => Buffer.alloc(0));
  const codec = codecOf(initBytes);
  if (!codec) return problem('no usable initialisation segment');
  const segments: { seconds: number; bytes: number }[] = [];
  for (const { uri, seconds } of parsed.segments) {
    const bytes = await wholeSegmentBytes(join(packageFolder, folder, uri));
    if (bytes === null) return problem(`${uri} is incomplete`);
    segments.push({ seconds, bytes });
  }
  const rendition: Rendition = {
    ...{ folder, playlist, codec, durationMs: playlistMs(parsed) },
    bytes: segments.reduce((sum, segment) => sum + segment.bytes, initBytes.length),
    rates: measureRates(segments, parsed.targetSeconds),
    files: [init, ...parsed.segments.map(({ uri }) => `${folder}/${uri}`)],
    segmentsMs: parsed.segments.map(({ seconds }) => Math.round(seconds * 1000)),
  };
  return { ok: true, rendition };
}

/** Size of a segment that has a fragment with its data and ends exactly where its last box ends; else null. */
async function wholeSegmentBytes(path: string): Promise<number | null> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size === 0) return null;
  const file = await open(path, 'r');
  try {
    const { boxes, cut, trailing } = await walkBoxes(file, size);
    const has = (type: string) => boxes.some((box) => box.type === type);
    return !cut && !trailing && has('moof') && has('mdat') ? size : null;
  } finally {
    await file.close();
  }
}
