import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encode, explainIncomplete, keptLengths, type PackageJob } from './job.ts';
import { picturesCommand, soundCommand, type LadderSource } from './ladder-command.ts';
import { wallClockFor } from './limits.ts';
import { gainFor, loudnessCommand, loudnessIn } from './loudness.ts';
import { refuse, type PackageRefusal } from './refusal.ts';
import { readRendition, type Rendition } from './rendition.ts';
import { runProgram } from './run-program.ts';
import type { StageWork } from './stages.ts';
import { takeOverRenditions } from './take-over.ts';

/** The renditions of a package: pictures from the highest to the lowest, and the sound. */
export interface Renditions {
  readonly videos: readonly [Rendition, Rendition, Rendition];
  readonly audio: Rendition;
}

/**
 * Pictures and sound at the same time, or taken over where they lie made already; then read back and compared
 * with the source's length.
 */
export function ladderStage(job: PackageJob): StageWork {
  return async (folder, onProgress) => {
    for (const rendition of [...job.rungs, job.audio]) await mkdir(join(folder, rendition.folder));
    if (!(await takeOverRenditions(job, folder))) {
      const refusal = await bothOrNeither(job, [
        (own) => encodePictures(own, folder, onProgress),
        (own) => encodeSound(own, folder),
      ]);
      if (refusal) return refusal;
    }
    const read = await readRenditions(job, folder);
    if (!read.ok) return explainIncomplete(job, folder, read.problem);
    return refuseShort(job, read.renditions);
  };
}

type Work = (job: PackageJob) => Promise<PackageRefusal | null>;

/** Does both pieces of work at once; where one is refused or fails, the other is stopped and its end awaited. */
async function bothOrNeither(
  job: PackageJob,
  works: readonly [Work, Work],
): Promise<PackageRefusal | null> {
  const stopped = new AbortController();
  const signal = job.signal ? AbortSignal.any([job.signal, stopped.signal]) : stopped.signal;
  let first: PackageRefusal | null = null;
  const ends = await Promise.allSettled(
    works.map(async (work) => {
      try {
        const refusal = await work({ ...job, signal });
        if (!refusal) return;
        first ??= refusal;
        stopped.abort();
      } catch (error) {
        stopped.abort();
        throw error;
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return first;
}

const sourceOf = ({ source, video, part }: PackageJob): LadderSource => ({
  ...{ path: source, container: video.container, part },
});

const encodePictures = (
  job: PackageJob,
  folder: string,
  onProgress: (fraction: number) => void,
): Promise<PackageRefusal | null> =>
  encode(job, {
    args: picturesCommand(sourceOf(job), job.rungs, job.limits),
    folder,
    onOutput: (outputMs) => onProgress(outputMs / keptLengths(job).durationMs),
  });

async function encodeSound(job: PackageJob, folder: string): Promise<PackageRefusal | null> {
  const gainDb = await measuredGain(job, folder);
  if (typeof gainDb !== 'number') return gainDb;
  return encode(job, { args: soundCommand(sourceOf(job), job.audio, job.limits, gainDb), folder });
}

/** Listens to the whole sound first: hundreds of times as fast as it plays. */
async function measuredGain(job: PackageJob, folder: string): Promise<number | PackageRefusal> {
  const outcome = await runProgram({
    program: job.ffmpeg,
    args: loudnessCommand(sourceOf(job), job.limits),
    folder,
    wallClockMs: wallClockFor(job.limits, job.video.durationMs),
    // It writes nothing, and the pictures are being written to the folder meanwhile.
    outputBytes: Number.POSITIVE_INFINITY,
    memoryBytes: job.limits.memoryBytes,
    reserveBytes: job.limits.reserveBytes,
    signal: job.signal,
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  // Sound that cannot be measured is packaged as it is: whether it can be is found out there.
  return outcome.kind === 'done' ? gainFor(loudnessIn(outcome.log)) : 0;
}

/** Reads all renditions of the job from a folder, or says which one is not whole. */
export async function readRenditions(
  job: PackageJob,
  folder: string,
): Promise<{ ok: true; renditions: Renditions } | { ok: false; problem: string }> {
  const [high, middle, low] = job.rungs;
  const top = await readRendition(folder, high.folder);
  if (!top.ok) return top;
  const second = await readRendition(folder, middle.folder);
  if (!second.ok) return second;
  const third = await readRendition(folder, low.folder);
  if (!third.ok) return third;
  const audio = await readRendition(folder, job.audio.folder);
  if (!audio.ok) return audio;
  const videos = [top.rendition, second.rendition, third.rendition] as const;
  return { ok: true, renditions: { videos, audio: audio.rendition } };
}

/** A source whose headers promise more than its data holds is cut; two seconds or two percent are forgiven. */
function refuseShort(job: PackageJob, { videos, audio }: Renditions): PackageRefusal | null {
  const promised = keptLengths(job);
  const short = (made: number, of: number) => made < of - Math.max(2_000, of / 50);
  for (const { folder, durationMs } of videos) {
    if (short(durationMs, promised.videoDurationMs)) {
      return refuse('truncated', `${folder}: ${durationMs} of ${promised.videoDurationMs} ms`);
    }
  }
  return short(audio.durationMs, promised.audioDurationMs)
    ? refuse('truncated', `sound: ${audio.durationMs} of ${promised.audioDurationMs} ms`)
    : null;
}
