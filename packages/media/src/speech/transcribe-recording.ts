import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { withDefaults, type MediaLimits } from '../limits.ts';
import { probeVideo } from '../probe.ts';
import { refuse, type PackageRefusalReason, type Refusal } from '../refusal.ts';
import { runProgram } from '../run-program.ts';
import { writeSpeechSound } from './speech-sound.ts';

const MIB = 1024 ** 2;

/** What one run of the command may cost; all are upper bounds. */
export interface SpeechLimits {
  /** Wall clock, milliseconds. Absent: ten minutes and four times the length of the recording. */
  readonly wallClockMs?: number;
  /** Resident memory of the command and all that it started, looked at once a second, on Linux only. */
  readonly memoryBytes: number;
  /** What it prints. */
  readonly textBytes: number;
  /** What it writes into its folder, beside the sound that lies there. */
  readonly scratchBytes: number;
}

export const SPEECH_LIMITS: SpeechLimits = {
  memoryBytes: 8 * 1024 * MIB,
  // As much as subtitles that somebody uploads may have.
  textBytes: MIB,
  scratchBytes: 512 * MIB,
};

export interface TranscribeRecordingOptions {
  /** Absolute path of the program that listens. */
  readonly command: string;
  readonly ffmpeg: { readonly path: string };
  /** Absolute path of the recording. */
  readonly source: string;
  /** Of the subtitles that are wanted, BCP 47. */
  readonly language: string;
  /** An empty folder of its own; the caller removes it. */
  readonly folder: string;
  readonly limits?: Partial<SpeechLimits>;
  readonly mediaLimits?: Partial<MediaLimits>;
  readonly signal?: AbortSignal;
  /** Called with 0–1, never decreasing. */
  readonly onProgress?: (fraction: number) => void;
}

/** What the command printed, undecoded: SRT or WebVTT if it does as it should. */
export interface Transcribed {
  readonly ok: true;
  readonly printed: Buffer;
}

/** `command-failed`: it ended with another code than 0, or could not be started. */
export type SpeechRefusalReason = PackageRefusalReason | 'command-failed';

/** Of all work, that on the sound. */
const SOUND_SHARE = 0.05;
const SCRATCH = 'scratch';

/**
 * Has an operator's command listen to a recording: `<command> <audio.wav> <language>` (docs/operate.md, “Speech
 * recognition”). It gets nothing of the recording but its sound, decoded by ffmpeg within the whitelists of packaging;
 * works in `folder`, where its home and temporary files lie too; runs at low priority, and is killed with all that it
 * started when it meets a limit or `signal` is aborted. Lines such as `progress=0.42` on its standard error say how
 * far it is.
 */
export async function transcribeRecording(
  options: TranscribeRecordingOptions,
): Promise<Transcribed | Refusal<SpeechRefusalReason>> {
  const { source, language, signal, onProgress } = options;
  const limits = { ...SPEECH_LIMITS, ...options.limits };
  const mediaLimits = withDefaults(options.mediaLimits);
  const folder = await realpath(options.folder);
  const ffmpeg = options.ffmpeg.path;
  const video = await probeVideo(source, {
    ffmpeg,
    limits: mediaLimits,
    ...(signal && { signal }),
  });
  if (!video.ok) return video;
  const sound = await writeSpeechSound({
    ...{ ffmpeg, source, video, folder, limits: mediaLimits, signal },
    onProgress: (share) => onProgress?.(SOUND_SHARE * share),
  });
  if (!sound.ok) return sound;
  await mkdir(join(folder, SCRATCH), { recursive: true });
  let reached = 0;
  const outcome = await runProgram({
    program: options.command,
    args: [sound.path, language],
    folder,
    wallClockMs: limits.wallClockMs ?? 10 * 60_000 + 4 * video.durationMs,
    outputBytes: sound.bytes + limits.scratchBytes,
    memoryBytes: limits.memoryBytes,
    reserveBytes: mediaLimits.reserveBytes,
    signal,
    isGroup: true,
    environment: { HOME: folder, TMPDIR: join(folder, SCRATCH), LC_ALL: 'C.UTF-8' },
    keptBytes: limits.textBytes,
    onErrorLine: (line) => {
      const share = progressIn(line);
      if (share > reached) onProgress?.(SOUND_SHARE + (1 - SOUND_SHARE) * (reached = share));
    },
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  if (outcome.kind === 'failed') return refuse('command-failed', outcome.log);
  return { ok: true, printed: outcome.kept };
}

/** 0 where the line says nothing of it. */
function progressIn(line: string): number {
  const [, share = '0'] = /^progress=(0?\.\d{1,9}|[01](?:\.0{1,9})?)\s*$/.exec(line) ?? [];
  return Number(share);
}
