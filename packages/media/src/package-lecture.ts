import { trimFault, type KeptPart } from '@xueshi/domain';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { syncPath, syncTree } from './durable.ts';
import type { Ffmpeg } from './find-ffmpeg.ts';
import type { AcceptedSubtitles, PackageJob } from './job.ts';
import { explainIncomplete } from './job.ts';
import { ladderStage, readRenditions, type Renditions } from './ladder-stage.ts';
import { planAudio, planLadder } from './ladder.ts';
import { withDefaults, type MediaLimits } from './limits.ts';
import { readManifest, verifyPackage, type Manifest } from './manifest.ts';
import { posterStage, thumbnailStage } from './picture-stages.ts';
import { probeVideo } from './probe.ts';
import { cutWebVtt } from './cut-webvtt.ts';
import { isDiskFull, refuse, type PackageRefusal } from './refusal.ts';
import { isFull } from './run-program.ts';
import {
  preparePartial,
  removeStamps,
  runStage,
  type StageName,
  type StageWork,
} from './stages.ts';
import { isLanguageTag, readSubtitles, type SubtitleSource } from './subtitles.ts';
import { MASTER_FILE, manifestStage, playlistStage, subtitleStage } from './text-stages.ts';

export interface PackageLectureOptions {
  readonly ffmpeg: Pick<Ffmpeg, 'path'>;
  /** The uploaded video. It is only read. */
  readonly source: string;
  /** Folder of the package. It appears whole or not at all; work goes on in `<target>.partial`. */
  readonly target: string;
  /** The part of the recording that is packaged, ms in its time; the package begins at 0. Default: all of it. */
  readonly part?: KeptPart | undefined;
  /** The recording that chapters, slides and credit were made for, ms; one of another length is refused. */
  readonly expectedDurationMs?: number;
  /** One WebVTT file per language, in the time of the recording. */
  readonly subtitles?: readonly SubtitleSource[];
  /** The poster is the picture at this moment of the package, ms. Default: a typical one of the first half minute. */
  readonly posterMs?: number | undefined;
  /** Folder of a package of the same recording: what would come out the same is taken over from it. */
  readonly alike?: string | undefined;
  /** Three descending even heights, for sources at least as high as the first. Default 720, 480, 360. */
  readonly ladder?: readonly [number, number, number];
  readonly limits?: Partial<MediaLimits>;
  readonly signal?: AbortSignal;
  /** Called with 0–1, never decreasing, 1 exactly once when the package is in place. */
  readonly onProgress?: (fraction: number) => void;
}

export interface Packaged {
  readonly ok: true;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Containers round to whole frames of sound and picture. */
const LENGTH_TOLERANCE_MS = 1_000;

/** Part of the recipe: raise it when the same source should be packaged anew after a change here. */
const RECIPE_VERSION = 3;

/**
 * Makes an HLS package of a lecture: three pictures and the sound as fMP4, subtitles, poster, seek pictures,
 * manifest. A target that verifies is returned at once. After an abort, a crash or a full disk the next call
 * goes on after the last finished stage; what a stage left half done is removed at once. One caller at a time
 * per target, which is the job queue's business.
 */
export async function packageLecture(
  options: PackageLectureOptions,
): Promise<Packaged | PackageRefusal> {
  const target = resolve(options.target);
  try {
    const standing = await standingPackage(target, options.signal);
    if (standing) return standing;
    const job = await planJob(options, `${target}.partial`);
    if ('ok' in job) return job;
    const onProgress = options.onProgress ?? (() => undefined);
    const refusal = await runStages(job, rising(onProgress));
    if (refusal) return refusal;
    const packaged = await publish(job.partial, target);
    onProgress(1);
    return packaged;
  } catch (error) {
    if (isDiskFull(error)) return refuse('disk-full', String(error));
    if (options.signal?.aborted) return refuse('aborted', String(error));
    throw error;
  }
}

/** What stands at the target: a whole package, something that is not ours, or nothing to keep (null). */
async function standingPackage(
  target: string,
  signal: AbortSignal | undefined,
): Promise<Packaged | PackageRefusal | null> {
  if (!(await exists(target))) return null;
  const manifest = await readManifest(target);
  if (manifest && (await verifyPackage(target, { signal })).ok) {
    await removeStamps(target);
    return { ok: true, folder: target, manifest };
  }
  if (manifest || (await exists(join(target, MASTER_FILE)))) return null;
  return refuse('target-occupied', `${target} exists and is no package`);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function planJob(
  options: PackageLectureOptions,
  partial: string,
): Promise<PackageJob | PackageRefusal> {
  const { signal, ladder } = options;
  const limits = withDefaults(options.limits);
  const video = await probeVideo(options.source, {
    limits,
    ffmpeg: options.ffmpeg.path,
    ...(signal && { signal }),
  });
  if (!video.ok) return video;
  const { expectedDurationMs: expected = video.durationMs } = options;
  if (Math.abs(video.durationMs - expected) > LENGTH_TOLERANCE_MS) {
    return refuse('length-differs', `${video.durationMs} ms, and ${expected} ms were expected`);
  }
  const part = options.part ? endingWith(options.part, video.durationMs) : null;
  if (part && trimFault(part, video.durationMs) !== null) {
    const kept = `${part.startMs}–${part.endMs} ms`;
    return refuse('length-differs', `${kept} is no part of ${video.durationMs} ms`);
  }
  const subtitles = await acceptSubtitles(options.subtitles ?? [], part);
  if ('ok' in subtitles) return subtitles;
  const source = resolve(options.source);
  const rungs = planLadder(video, ladder);
  const audio = planAudio(video);
  const { size, mtimeMs } = await stat(source);
  // Whole recordings have no part: what was packaged before there were any is still taken over.
  const encoded = { RECIPE_VERSION, size, mtimeMs, rungs, audio, ...(part && { part }) };
  const { posterMs, alike } = options;
  return {
    ...{ source, video, part, rungs, audio, subtitles, posterMs, alike, partial, limits, signal },
    ffmpeg: options.ffmpeg.path,
    encodedFrom: fingerprintOf(encoded),
    recipe: fingerprintOf({ ...encoded, subtitles, posterMs }),
  };
}

/** Lengths are rounded to whole frames: a part that ends so late ends with the recording. */
const endingWith = (part: KeptPart, durationMs: number): KeptPart =>
  part.endMs > durationMs && part.endMs - durationMs <= LENGTH_TOLERANCE_MS
    ? { ...part, endMs: durationMs }
    : part;

/** What is undefined does not count. */
const fingerprintOf = (inputs: object): string =>
  createHash('sha256').update(JSON.stringify(inputs)).digest('hex');

async function acceptSubtitles(
  sources: readonly SubtitleSource[],
  part: KeptPart | null,
): Promise<AcceptedSubtitles[] | PackageRefusal> {
  const accepted: AcceptedSubtitles[] = [];
  for (const source of sources) {
    const { lang, label } = source;
    assert(isLanguageTag(lang), 'languages are checked where they are entered');
    assert(!accepted.some((other) => other.lang === lang), 'one file per language');
    const read = await readSubtitles(source);
    if (!read.ok) return read;
    const text = part ? cutWebVtt(read.text, part) : read.text;
    if (text === null) {
      return refuse(
        'bad-subtitles',
        `${lang}: no cue between ${part?.startMs} and ${part?.endMs} ms`,
      );
    }
    accepted.push({ lang, label, text });
  }
  return accepted;
}

async function runStages(
  job: PackageJob,
  onProgress: (overall: number) => void,
): Promise<PackageRefusal | null> {
  await preparePartial(job.partial, job.recipe);
  const run = async (stage: StageName, work: StageWork): Promise<PackageRefusal | null> => {
    if (job.signal?.aborted) return refuse('aborted', `aborted before ${stage}`);
    if (await isFull(job.partial, job.limits.reserveBytes)) {
      return refuse('disk-full', `less than the reserve is free before ${stage}`);
    }
    return runStage(job.partial, stage, work, onProgress);
  };
  const refusal = await run('ladder', ladderStage(job));
  if (refusal) return refusal;
  const read = await readRenditions(job, job.partial);
  if (!read.ok) {
    // A finished stage that is damaged now: nothing here can be trusted, the next attempt starts afresh.
    const damaged = await explainIncomplete(job, job.partial, read.problem);
    await rm(job.partial, { recursive: true, force: true });
    return damaged;
  }
  for (const [stage, work] of laterStages(job, read.renditions)) {
    const stopped = await run(stage, work);
    if (stopped) return stopped;
  }
  return null;
}

function laterStages(job: PackageJob, renditions: Renditions): [StageName, StageWork][] {
  return [
    ['poster', posterStage(job, renditions)],
    ['thumbs', thumbnailStage(job, renditions)],
    ['subtitles', subtitleStage(job, renditions)],
    ['playlists', playlistStage(job, renditions)],
    ['manifest', manifestStage(job, renditions)],
  ];
}

/** Everything to the disk, then one rename; a damaged package in the way is put aside first. */
async function publish(partial: string, target: string): Promise<Packaged> {
  const manifest = await readManifest(partial);
  assert(manifest, 'the last stage wrote a manifest');
  await syncTree(partial);
  const aside = `${target}.damaged`;
  await rm(aside, { recursive: true, force: true });
  if (await exists(target)) await rename(target, aside);
  await rename(partial, target);
  await syncPath(dirname(target));
  // After the rename: until then a crash must find the stamps, or all would be done again.
  await removeStamps(target);
  await rm(aside, { recursive: true, force: true });
  return { ok: true, folder: target, manifest };
}

/** Lets through only progress that rises and stays below 1, which is said when the package is in place. */
function rising(onProgress: (fraction: number) => void): (overall: number) => void {
  let reached = -1;
  return (overall) => {
    const shown = Math.min(overall, 0.999);
    if (shown > reached) onProgress((reached = shown));
  };
}
