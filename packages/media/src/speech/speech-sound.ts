// The sound of a recording as programs that recognise speech want it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { guardedInput } from '../ladder-command.ts';
import { wallClockFor, type MediaLimits } from '../limits.ts';
import type { ProbedVideo } from '../probe.ts';
import { refuse, type PackageRefusal } from '../refusal.ts';
import { isFull, runProgram } from '../run-program.ts';

/** What whisper.cpp, FunASR and their like are trained on. */
export const SPEECH_SAMPLES_PER_SECOND = 16_000;
export const SOUND_FILE = 'audio.wav';

const BYTES_PER_MS = (2 * SPEECH_SAMPLES_PER_SECOND) / 1000;
const HEADER_BYTES = 44;
const MIB = 1024 ** 2;

export interface SpeechSoundOptions {
  readonly ffmpeg: string;
  readonly source: string;
  readonly video: ProbedVideo;
  readonly folder: string;
  readonly limits: MediaLimits;
  readonly signal: AbortSignal | undefined;
  /** Called with 0–1, never decreasing. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Writes the first sound track of a recording into `folder` as `audio.wav`: 16 kHz, one channel, 16 bits, from time 0
 * of the recording on whenever the sound begins, so that all times in it are those of the recording. By the whitelists
 * and within the limits of packaging. Gives its path and size in bytes.
 */
export async function writeSpeechSound(
  options: SpeechSoundOptions,
): Promise<{ ok: true; path: string; bytes: number } | PackageRefusal> {
  const { ffmpeg, source, video, folder, limits, signal } = options;
  const expected = HEADER_BYTES + video.durationMs * BYTES_PER_MS;
  const outcome = await runProgram({
    program: ffmpeg,
    args: [
      ...[...guardedInput('file', video.container, limits), '-i', `file:${source}`],
      ...['-progress', 'pipe:1', '-map', '0:a:0', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-af', `aresample=${SPEECH_SAMPLES_PER_SECOND}:async=1:first_pts=0`],
      // Nothing before the samples but the 44 bytes that the simplest readers know.
      ...['-ac', '1', '-c:a', 'pcm_s16le', '-fflags', '+bitexact', '-flags:a', '+bitexact'],
      ...['-f', 'wav', SOUND_FILE],
    ],
    folder,
    wallClockMs: wallClockFor(limits, video.durationMs),
    outputBytes: 2 * expected + MIB,
    memoryBytes: limits.memoryBytes,
    reserveBytes: limits.reserveBytes,
    signal,
    onOutput: (ms) => options.onProgress(Math.min(1, ms / video.durationMs)),
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  if (outcome.kind === 'failed') return refuse('encoder-failed', outcome.log);
  const path = join(folder, SOUND_FILE);
  const { size } = await stat(path);
  // The sound may end before the picture, and a disk may be full without a word.
  if (size < HEADER_BYTES + 0.9 * video.audioDurationMs * BYTES_PER_MS) {
    const full = await isFull(folder, limits.reserveBytes);
    return refuse(full ? 'disk-full' : 'encoder-failed', `${size} bytes of ${expected}`);
  }
  return { ok: true, path, bytes: size };
}
