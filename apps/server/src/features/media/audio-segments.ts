import type { MediaSegment } from '@xueshi/domain';
import { parsePlaylist } from '@xueshi/media';
import { LRUCache } from 'lru-cache';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { mediaFolder } from './slides.ts';

const AUDIO = 'audio';
const MOST_REMEMBERED = 500;

/** By file name within the package, e.g. `audio/segment-00003.m4s`. */
export type SegmentsByFile = ReadonlyMap<string, MediaSegment>;

const byAsset = new LRUCache<string, SegmentsByFile>({ max: MOST_REMEMBERED });

/** The segments of a lecture's sound: it is fetched however one watches, with the picture or without. */
export async function audioSegments(platform: Platform, assetId: string): Promise<SegmentsByFile> {
  const folder = join(mediaFolder(platform), assetId);
  const known = byAsset.get(folder);
  if (known) return known;
  const playlist = parsePlaylist(await readFile(join(folder, AUDIO, 'index.m3u8'), 'utf8'));
  if (!playlist) throw new Error(`the sound of ${assetId} has no playlist`);
  const segments = new Map<string, MediaSegment>();
  let seconds = 0;
  for (const [at, segment] of playlist.segments.entries()) {
    const fromMs = Math.round(seconds * 1000);
    seconds += segment.seconds;
    segments.set(`${AUDIO}/${segment.uri}`, {
      fromMs,
      toMs: Math.round(seconds * 1000),
      isLast: at === playlist.segments.length - 1,
    });
  }
  byAsset.set(folder, segments);
  return segments;
}
