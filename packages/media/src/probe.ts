import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sniffContainer, type Container } from './container.ts';
import { withDefaults, type MediaLimits } from './limits.ts';
import { tracksByFfmpeg } from './probe-by-ffmpeg.ts';
import { refuse, type ProbeRefusal } from './refusal.ts';

/** What the parser reports about the first picture and the first sound track. */
export interface TracksFound {
  readonly picture: {
    readonly codec: string | null;
    readonly width: number;
    readonly height: number;
    readonly codedPixels: number;
    readonly rotation: 0 | 90 | 180 | 270;
    readonly frameRate: number;
    readonly durationMs: number;
  } | null;
  readonly sound: {
    readonly codec: string | null;
    readonly channels: number;
    readonly sampleRate: number;
    readonly durationMs: number;
  } | null;
}

/** A video that can be packaged. Width and height are as displayed: square pixels, after rotation. */
export interface ProbedVideo {
  readonly ok: true;
  readonly container: Container;
  readonly bytes: number;
  /** Whole milliseconds, the longer of picture and sound. */
  readonly durationMs: number;
  readonly videoDurationMs: number;
  readonly audioDurationMs: number;
  readonly width: number;
  readonly height: number;
  /** Frames per second, possibly fractional. */
  readonly frameRate: number;
  readonly videoCodec: string;
  readonly audioCodec: string;
  readonly audioChannels: number;
  readonly audioSampleRate: number;
  /** Degrees clockwise. */
  readonly rotation: 0 | 90 | 180 | 270;
}

export interface ProbeOptions {
  /** Reads what the parser here does not know: older containers, and streams of older codecs. */
  readonly ffmpeg?: string;
  readonly limits?: Partial<MediaLimits>;
  readonly signal?: AbortSignal;
}

const PARSER_WALL_CLOCK_MS = 60_000;
const PARSER_MEMORY_MIB = 256;
const SMALLEST_SIDE = 64;
const OLDER: ReadonlySet<Container> = new Set(['avi', 'flv', 'asf']);
/** Tracks of codecs that the parser does not know are none for it. */
const UNKNOWN_TO_PARSER: ReadonlySet<string> = new Set([
  'unsupported-codec',
  'no-video',
  'no-audio',
]);

/**
 * Says what a video file is, or why it is refused, reading headers only and needing no ffmpeg.
 * The container is found by its bytes, whatever the file is called. A lecture without sound is refused.
 */
export async function probeVideo(
  path: string,
  options: ProbeOptions = {},
): Promise<ProbedVideo | ProbeRefusal> {
  const limits = withDefaults(options.limits);
  if (options.signal?.aborted) return refuse('aborted', 'aborted before probing');
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    return refuse('unreadable', String(error));
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return refuse('unreadable', 'not a regular file');
    if (stats.size > limits.sourceBytes) return refuse('too-large', `${stats.size} bytes`);
    const sniffed = await sniffContainer(file, stats.size, limits);
    if (!sniffed.ok) return sniffed;
    const found = { container: sniffed.container, bytes: stats.size };
    const parsed = OLDER.has(sniffed.container)
      ? refuse('unsupported-codec', `${sniffed.container} is read by ffmpeg alone`)
      : await parse(resolve(path), found, limits, options.signal);
    if (parsed.ok || !options.ffmpeg || !UNKNOWN_TO_PARSER.has(parsed.reason)) return parsed;
    const { ffmpeg, signal } = options;
    const tracks = await tracksByFfmpeg({ ffmpeg, path: resolve(path), ...found, limits, signal });
    return 'ok' in tracks ? tracks : judge(tracks, found, limits);
  } finally {
    await file.close();
  }
}

async function parse(
  path: string,
  found: { container: Container; bytes: number },
  limits: MediaLimits,
  signal: AbortSignal | undefined,
): Promise<ProbedVideo | ProbeRefusal> {
  const tracks = await parseInThread(path, signal);
  return 'ok' in tracks ? tracks : judge(tracks, found, limits);
}

function judge(
  { picture, sound }: TracksFound,
  file: { container: Container; bytes: number },
  limits: MediaLimits,
): ProbedVideo | ProbeRefusal {
  if (!picture) return refuse('no-video', 'no picture track');
  if (!sound) return refuse('no-audio', 'no sound track');
  if (!picture.codec) return refuse('unsupported-codec', 'unknown picture codec');
  if (!sound.codec) return refuse('unsupported-codec', 'unknown sound codec');
  const pixels = Math.max(picture.codedPixels, picture.width * picture.height);
  if (pixels > limits.framePixels) return refuse('too-large', `frames of ${pixels} pixels`);
  if (Math.min(picture.width, picture.height) < SMALLEST_SIDE) {
    return refuse('too-small', `${picture.width}×${picture.height}`);
  }
  const durationMs = Math.max(picture.durationMs, sound.durationMs);
  if (durationMs > limits.durationMs) return refuse('too-long', `${durationMs} ms`);
  if (!(picture.durationMs > 0 && sound.durationMs > 0 && picture.frameRate > 0)) {
    return refuse('truncated', 'a track without length');
  }
  return {
    ok: true,
    ...file,
    durationMs,
    videoDurationMs: picture.durationMs,
    audioDurationMs: sound.durationMs,
    width: picture.width,
    height: picture.height,
    frameRate: picture.frameRate,
    videoCodec: picture.codec,
    audioCodec: sound.codec,
    audioChannels: sound.channels,
    audioSampleRate: sound.sampleRate,
    rotation: picture.rotation,
  };
}

/** The parser works in a thread with bounded memory and time; its failure is the file's, not ours. */
async function parseInThread(
  path: string,
  signal: AbortSignal | undefined,
): Promise<TracksFound | ProbeRefusal> {
  const worker = new Worker(new URL('./probe-worker.ts', import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: PARSER_MEMORY_MIB },
    stdout: true,
    stderr: true,
  });
  const { promise, resolve: settle } = Promise.withResolvers<TracksFound | ProbeRefusal>();
  const abort = () => settle(refuse('aborted', 'aborted while probing'));
  const timer = setTimeout(
    () => settle(refuse('not-a-video', `headers not read in ${PARSER_WALL_CLOCK_MS} ms`)),
    PARSER_WALL_CLOCK_MS,
  );
  worker.on('message', (tracks: TracksFound) => settle(tracks));
  worker.on('error', (error) => settle(refuse('not-a-video', String(error))));
  worker.on('exit', (code) => settle(refuse('not-a-video', `parser ended with ${code}`)));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
