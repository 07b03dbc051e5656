import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LectureSource } from './lecture-source.ts';
import { imageName } from './timeline.ts';

/** Raise it when the same source would give another video, timeline, subtitles or slides. */
const MAKER_VERSION = 1;

/** SHA-256 (hex) over what a lecture is made from: its source and the version of this program. */
export const fingerprint = (source: LectureSource): string =>
  createHash('sha256')
    .update(JSON.stringify([MAKER_VERSION, source]))
    .digest('hex');

/** Whether the folder already has everything, made from the same. A recording has no fingerprint. */
export async function mediaState(
  folder: string,
  madeFrom: string,
): Promise<'current' | 'outdated' | 'recorded'> {
  const path = join(folder, 'lecture.timeline.json');
  if (!existsSync(path)) return 'outdated';
  const timeline: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof timeline !== 'object' || timeline === null) return 'outdated';
  if (!('madeFrom' in timeline)) return 'recorded';
  const slides = 'slides' in timeline && Array.isArray(timeline.slides) ? timeline.slides : [];
  const files = ['lecture.mp4', 'lecture.zh-CN.vtt', ...slides.map((_, at) => imageName(at))];
  const complete = files.every((name) => existsSync(join(folder, name)));
  return complete && timeline.madeFrom === madeFrom ? 'current' : 'outdated';
}
