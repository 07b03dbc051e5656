import { tmpdir } from 'node:os';
import { guardedInput } from './ladder-command.ts';
import { wallClockFor, withDefaults, type MediaLimits } from './limits.ts';
import { LOUDNESS_FILTER, loudnessIn } from './loudness.ts';
import { probeVideo, type ProbedVideo } from './probe.ts';
import { refuse, type PackageRefusal } from './refusal.ts';
import { runProgram } from './run-program.ts';
import { collectPeaks, WAVEFORM_OUTPUT } from './waveform.ts';

/** From–to within a recording, whole milliseconds. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a recording is, and what somebody who hears and sees it would notice. */
export interface InspectedRecording {
  readonly ok: true;
  readonly video: ProbedVideo;
  /** Integrated loudness, LUFS; null where there is nothing to hear. */
  readonly loudnessLufs: number | null;
  /** Ten seconds and more without a sound, in order; at most 50. */
  readonly silent: readonly Stretch[];
  /** Five seconds and more of black, in order and to the nearest key frame; at most 50. */
  readonly black: readonly Stretch[];
  /** Its sound to be drawn: `PEAKS_PER_SECOND` bytes for each second (see `collectPeaks`). */
  readonly peaks: Uint8Array;
}

export interface InspectRecordingOptions {
  readonly ffmpeg: { readonly path: string };
  readonly source: string;
  readonly limits?: Partial<MediaLimits>;
  readonly signal?: AbortSignal;
  /** Called with 0–1, never decreasing. */
  readonly onProgress?: (fraction: number) => void;
}

const MOST_STRETCHES = 50;
const LOG_CHARACTERS = 512 * 1024;

/**
 * Looks through a recording before any work is put into it: its headers, then all of its sound and its key frames,
 * within the limits and the whitelists of packaging. What cannot be packaged is refused for the same reasons.
 */
export async function inspectRecording(
  options: InspectRecordingOptions,
): Promise<InspectedRecording | PackageRefusal> {
  const { signal, source } = options;
  const limits = withDefaults(options.limits);
  const ffmpeg = options.ffmpeg.path;
  const video = await probeVideo(source, { ffmpeg, limits, ...(signal && { signal }) });
  if (!video.ok) return video;
  const collected = collectPeaks(video.durationMs);
  const outcome = await runProgram({
    program: ffmpeg,
    args: [
      ...guardedInput('file', video.container, limits),
      ...['-v', 'info', '-nostats', '-skip_frame', 'nokey', '-i', `file:${source}`],
      // Outputs of their own: few pictures and all of the sound would wait for each other in one.
      ...['-progress', 'pipe:1', '-map', '0:a:0'],
      ...['-af', `silencedetect=noise=-55dB:d=10,${LOUDNESS_FILTER}`, '-f', 'null', '-'],
      // Decoded once, the sound is heard and drawn.
      ...WAVEFORM_OUTPUT,
      ...['-map', '0:v:0', '-vsync', 'passthrough'],
      ...['-vf', 'scale=160:-2,blackdetect=d=5:pix_th=0.06', '-f', 'null', '-'],
    ],
    folder: tmpdir(),
    wallClockMs: wallClockFor(limits, video.durationMs),
    // Nothing is written.
    outputBytes: Number.POSITIVE_INFINITY,
    memoryBytes: limits.memoryBytes,
    reserveBytes: 0,
    logCharacters: LOG_CHARACTERS,
    signal,
    onBytes: collected.add,
    onOutput: (ms) => options.onProgress?.(Math.min(1, ms / video.durationMs)),
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  if (outcome.kind === 'failed') return refuse('encoder-failed', outcome.log);
  const ends = { log: outcome.log, durationMs: video.durationMs };
  return {
    ok: true,
    video,
    loudnessLufs: loudnessIn(outcome.log),
    silent: stretches(ends, /silence_start: (-?[\d.]+)/, /silence_end: (-?[\d.]+)/),
    black: stretches(ends, /black_start:(-?[\d.]+)/, /black_end:(-?[\d.]+)/),
    peaks: collected.peaks(),
  };
}

/** Pairs starts with ends in the order they were said; what lasts until the end has none. */
function stretches(
  { log, durationMs }: { readonly log: string; readonly durationMs: number },
  start: RegExp,
  end: RegExp,
): Stretch[] {
  const found: Stretch[] = [];
  let fromMs: number | null = null;
  const within = (seconds: string | undefined) =>
    Math.max(0, Math.min(durationMs, Math.round(1000 * Number(seconds))));
  for (const line of log.split(/[\r\n]+/)) {
    const begun = start.exec(line)?.[1];
    const over = end.exec(line)?.[1];
    if (begun !== undefined) fromMs = within(begun);
    if (over !== undefined && fromMs !== null) {
      found.push({ fromMs, toMs: within(over) });
      fromMs = null;
    }
  }
  if (fromMs !== null) found.push({ fromMs, toMs: durationMs });
  return found.slice(0, MOST_STRETCHES);
}
