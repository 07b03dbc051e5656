import assert from 'node:assert/strict';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode, explainIncomplete, type PackageJob } from './job.ts';
import { guardedInput } from './ladder-command.ts';
import type { Renditions } from './ladder-stage.ts';
import type { Rendition } from './rendition.ts';
import type { StageWork } from './stages.ts';
import { THUMBNAIL_EVERY_MS, planThumbnails, sheetName, thumbnailVtt } from './thumbnails.ts';

export const POSTER_FILE = 'poster.jpg';
export const THUMBNAILS_FILE = 'thumbs.vtt';

/** One file a second, so that none is dropped or repeated to keep a frame rate. */
const ONE_A_SECOND = 'setpts=N/TB';

/** The poster is looked for among the keyframes of this many segments: about half a minute. */
const POSTER_SEGMENTS = 8;

/** The picture at the moment that was chosen, or a typical one of the beginning. */
export function posterStage(job: PackageJob, { videos }: Renditions): StageWork {
  return async (folder) => {
    const [top] = videos;
    const run = job.posterMs === undefined ? typical(job, top) : pictureAt(job, top, job.posterMs);
    const refusal = await encode(job, { ...run, folder });
    if (refusal) return refusal;
    const whole = await isWholeJpeg(join(folder, POSTER_FILE));
    return whole ? null : explainIncomplete(job, folder, 'no poster was written');
  };
}

/** The most typical keyframe of the first half minute: neither the black first frame nor a fade. */
const typical = (job: PackageJob, top: Rendition) => ({
  args: [...keyframesOf(job), '-vf', 'thumbnail=16', '-frames:v', '1', ...jpeg(4, POSTER_FILE)],
  input: inputFiles(job, top, POSTER_SEGMENTS),
});

/**
 * What is shown at `atMs`, or last before it. Frames are counted from the beginning of their segment: each file
 * that is written takes the place of the one before.
 */
function pictureAt(job: PackageJob, top: Rendition, atMs: number) {
  const { segment, intoMs } = segmentAt(top, atMs);
  const frame = Math.floor((intoMs * job.rungs[0].frameRate) / 1000);
  const filters = `select=lte(n\\,${frame}),${ONE_A_SECOND}`;
  return {
    args: [...wholeOf(job), '-vf', filters, '-r', '1', ...jpeg(4, POSTER_FILE)],
    input: [...inputFiles(job, top, 0), join(job.partial, segment)],
  };
}

/** The segment in which a moment lies, or the last one, and how far into it. */
function segmentAt({ files, segmentsMs }: Rendition, atMs: number) {
  let [at, intoMs] = [0, atMs];
  for (const lastsMs of segmentsMs.slice(0, -1)) {
    if (intoMs < lastsMs) break;
    intoMs -= lastsMs;
    at += 1;
  }
  const segment = files[1 + at];
  assert(segment, 'a rendition has segments');
  return { segment, intoMs };
}

/** Sheets of small pictures for the seek bar, from the keyframes of the lowest rendition. */
export function thumbnailStage(job: PackageJob, { videos }: Renditions): StageWork {
  return async (folder) => {
    const low = videos[2];
    const plan = planThumbnails(low.durationMs, job.rungs[2]);
    const seconds = THUMBNAIL_EVERY_MS / 1000;
    const filters = [
      `select=gte(t\\,${seconds}*selected_n)`,
      `scale=${plan.width}:${plan.height}`,
      `tile=${plan.columns}x${plan.rows}`,
      ONE_A_SECOND,
    ].join(',');
    const refusal = await encode(job, {
      args: [...keyframesOf(job), '-vf', filters, '-r', '1', ...sheets(5)],
      folder,
      input: inputFiles(job, low, Infinity),
    });
    if (refusal) return refusal;
    for (let sheet = 0; sheet < plan.sheets; sheet += 1) {
      if (await isWholeJpeg(join(folder, sheetName(sheet)))) continue;
      return explainIncomplete(job, folder, `${sheetName(sheet)} was not written`);
    }
    await writeFile(join(folder, THUMBNAILS_FILE), thumbnailVtt(plan, low.durationMs));
    return null;
  };
}

/** Our own segments come through a pipe: no file is opened by ffmpeg. */
const wholeOf = (job: PackageJob): string[] => [
  ...guardedInput('pipe', 'mov', job.limits),
  ...['-i', 'pipe:0'],
];

/** Of them keyframes alone are decoded. */
const keyframesOf = (job: PackageJob): string[] => ['-skip_frame', 'nokey', ...wholeOf(job)];

function inputFiles(job: PackageJob, rendition: Rendition, segments: number): string[] {
  return rendition.files.slice(0, 1 + segments).map((file) => join(job.partial, file));
}

function jpeg(quality: number, file: string): string[] {
  return ['-an', '-c:v', 'mjpeg', '-q:v', `${quality}`, '-update', '1', file];
}

function sheets(quality: number): string[] {
  const numbered = ['-f', 'image2', '-start_number', '0', 'thumbs-%03d.jpg'];
  return ['-an', '-c:v', 'mjpeg', '-q:v', `${quality}`, ...numbered];
}

/** A JPEG ends with its end marker; one that ran into a full disk does not. */
async function isWholeJpeg(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return false;
  try {
    const { size } = await file.stat();
    if (size < 4) return false;
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, size - 2);
    return buffer.readUInt16BE(0) === 0xffd9;
  } finally {
    await file.close();
  }
}
