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

/** The poster is looked for among the keyframes of this many segments: about half a minute. */
const POSTER_SEGMENTS = 8;

/** The most typical keyframe of the first half minute: neither the black first frame nor a fade. */
export function posterStage(job: PackageJob, { videos }: Renditions): StageWork {
  return async (folder) => {
    const [top] = videos;
    const refusal = await encode(job, {
      args: [...keyframesOf(job), '-vf', 'thumbnail=16', ...jpeg(4, POSTER_FILE)],
      folder,
      input: inputFiles(job, top, POSTER_SEGMENTS),
    });
    if (refusal) return refusal;
    const whole = await isWholeJpeg(join(folder, POSTER_FILE));
    return whole ? null : explainIncomplete(job, folder, 'no poster was written');
  };
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
      // One sheet a second, so that none is dropped or repeated to keep a frame rate.
      'setpts=N/TB',
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

/** Our own segments come through a pipe: no file is opened by ffmpeg, and keyframes alone are decoded. */
function keyframesOf(job: PackageJob): string[] {
  return ['-skip_frame', 'nokey', ...guardedInput('pipe', 'mov', job.limits), '-i', 'pipe:0'];
}

function inputFiles(job: PackageJob, rendition: Rendition, segments: number): string[] {
  return rendition.files.slice(0, 1 + segments).map((file) => join(job.partial, file));
}

function jpeg(quality: number, file: string): string[] {
  return ['-an', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', `${quality}`, '-update', '1', file];
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
