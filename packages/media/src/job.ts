import type { KeptPart } from '@xueshi/domain';
import { runProgram, isFull, type ProgramRun } from './run-program.ts';
import type { AudioPlan, Rung } from './ladder.ts';
import { outputBytesFor, wallClockFor, type MediaLimits } from './limits.ts';
import type { ProbedVideo } from './probe.ts';
import { refuse, type PackageRefusal } from './refusal.ts';

/** Subtitles that were read and accepted. */
export interface AcceptedSubtitles {
  readonly lang: string;
  readonly label: string;
  readonly text: string;
}

/** All that the stages of one package need to know. */
export interface PackageJob {
  readonly ffmpeg: string;
  /** Absolute path of the uploaded file. */
  readonly source: string;
  readonly video: ProbedVideo;
  /** What is kept of it, in its own time; null: all. */
  readonly part: KeptPart | null;
  readonly rungs: readonly [Rung, Rung, Rung];
  readonly audio: AudioPlan;
  readonly subtitles: readonly AcceptedSubtitles[];
  /** The moment whose picture is the poster, ms; undefined: a typical one of the beginning. */
  readonly posterMs: number | undefined;
  /** Where finished stages are collected until the package is published. */
  readonly partial: string;
  readonly recipe: string;
  /** Fingerprint of what pictures and sound are made from, which is less than the recipe. */
  readonly encodedFrom: string;
  /** Folder of a package of the same recording, whose pictures and sound may be taken over. */
  readonly alike: string | undefined;
  readonly limits: MediaLimits;
  readonly signal: AbortSignal | undefined;
}

/** How long picture, sound and the longer of both are of what is kept, whole ms; never negative. */
export function keptLengths({
  video,
  part,
}: Pick<PackageJob, 'video' | 'part'>): Pick<
  ProbedVideo,
  'durationMs' | 'videoDurationMs' | 'audioDurationMs'
> {
  const kept = (ms: number) => (part ? Math.max(0, Math.min(ms, part.endMs) - part.startMs) : ms);
  return {
    durationMs: kept(video.durationMs),
    videoDurationMs: kept(video.videoDurationMs),
    audioDurationMs: kept(video.audioDurationMs),
  };
}

/** Runs ffmpeg within the job's limits; null means that it ended well, not that its output is whole. */
export async function encode(
  job: PackageJob,
  run: Pick<ProgramRun, 'args' | 'folder' | 'input' | 'onOutput'>,
): Promise<PackageRefusal | null> {
  const { limits, video } = job;
  const outcome = await runProgram({
    ...run,
    program: job.ffmpeg,
    wallClockMs: wallClockFor(limits, video.durationMs),
    outputBytes: outputBytesFor(limits, video.durationMs, totalBitsPerSecond(job)),
    memoryBytes: limits.memoryBytes,
    reserveBytes: limits.reserveBytes,
    signal: job.signal,
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  return outcome.kind === 'failed' ? refuse('encoder-failed', outcome.log) : null;
}

function totalBitsPerSecond({ rungs, audio }: PackageJob): number {
  return rungs.reduce((sum, rung) => sum + rung.maxBitsPerSecond, audio.bitsPerSecond);
}

/** Incomplete output after exit 0 means a full disk more often than a broken encoder: ask the disk. */
export async function explainIncomplete(
  job: PackageJob,
  folder: string,
  problem: string,
): Promise<PackageRefusal> {
  const full = await isFull(folder, job.limits.reserveBytes);
  return refuse(full ? 'disk-full' : 'encoder-failed', problem);
}
