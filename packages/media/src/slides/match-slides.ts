import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { guardedInput, type Picture } from '../ladder-command.ts';
import { wallClockFor, withDefaults, type MediaLimits } from '../limits.ts';
import { probeVideo } from '../probe.ts';
import { refuse, type PackageRefusal } from '../refusal.ts';
import { runProgram } from '../run-program.ts';
import type { Alignment, GreyPictures } from './align-slides.ts';

export interface MatchSlidesOptions {
  readonly ffmpeg: { readonly path: string };
  /** Absolute path of the recording. */
  readonly source: string;
  /** Absolute paths of the slides in their order, as `.webp`, `.png` or `.jpg`. */
  readonly slides: readonly string[];
  readonly limits?: Partial<MediaLimits>;
  readonly signal?: AbortSignal;
  /** Called with 0–1, never decreasing. */
  readonly onProgress?: (fraction: number) => void;
}

/** Moments in milliseconds; null where a slide is not shown. Certainties are 0–1. */
export interface MatchedSlides {
  readonly ok: true;
  readonly slides: readonly { readonly startMs: number | null; readonly certainty: number }[];
  readonly certainty: number;
}

const WIDTH = 64;
const HEIGHT = 36;
const POINTS = WIDTH * HEIGHT;
const FRAME_MS = 1_000;
const PICTURE_MS = 20_000;
const MIB = 1024 ** 2;
/** Of all work, that on the slides. */
const SLIDES_SHARE = 0.2;
const SMALL = `scale=${WIDTH}:${HEIGHT}:force_original_aspect_ratio=decrease:flags=area,pad=${WIDTH}:${HEIGHT}:(ow-iw)/2:(oh-ih)/2,format=gray`;
const PICTURES: Readonly<Record<string, Picture>> = {
  '.webp': 'webp_pipe',
  '.png': 'png_pipe',
  '.jpg': 'jpeg_pipe',
};

/**
 * Finds when a recording shows each of the slides: a picture of it every second is compared with all of them. Exact to
 * about a second. Slides that the recording does not show come out with a low certainty, not as a refusal.
 */
export async function matchSlides(
  options: MatchSlidesOptions,
): Promise<MatchedSlides | PackageRefusal> {
  const { source, signal, onProgress } = options;
  const limits = withDefaults(options.limits);
  const ffmpeg = options.ffmpeg.path;
  const video = await probeVideo(source, { ffmpeg, limits, ...(signal && { signal }) });
  if (!video.ok) return video;
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-slides-'));
  const shrink = { ffmpeg, folder, limits, signal };
  try {
    const slides = new Uint8Array(options.slides.length * POINTS);
    for (const [at, path] of options.slides.entries()) {
      const kind = PICTURES[extname(path)];
      if (!kind) return refuse('not-a-video', `${extname(path)} is no picture`);
      const input = [...guardedInput('file', kind, limits), '-i', `file:${path}`, '-frames:v', '1'];
      const picture = await greyOf(shrink, { input, filter: SMALL, wallClockMs: PICTURE_MS });
      if (!(picture instanceof Uint8Array)) return picture;
      slides.set(picture.subarray(0, POINTS), at * POINTS);
      onProgress?.((SLIDES_SHARE * (at + 1)) / options.slides.length);
    }
    const frames = await greyOf(shrink, {
      input: [...guardedInput('file', video.container, limits), '-i', `file:${source}`],
      filter: `fps=1,${SMALL}`,
      wallClockMs: wallClockFor(limits, video.durationMs),
      onOutput: (ms) =>
        onProgress?.(SLIDES_SHARE + (1 - SLIDES_SHARE) * Math.min(1, ms / video.durationMs)),
    });
    if (!(frames instanceof Uint8Array)) return frames;
    const aligned = await alignAside(
      { bytes: frames, points: POINTS },
      { bytes: slides, points: POINTS },
    );
    return {
      ok: true,
      certainty: aligned.certainty,
      slides: aligned.slides.map(({ from, certainty }) => ({
        // Between the last picture without it and the first with it.
        startMs: from === null ? null : Math.max(0, from * FRAME_MS - FRAME_MS / 2),
        certainty,
      })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Shrink {
  readonly ffmpeg: string;
  readonly folder: string;
  readonly limits: MediaLimits;
  readonly signal: AbortSignal | undefined;
}

/** What ffmpeg shows of an input, small and grey. */
async function greyOf(
  { ffmpeg, folder, limits, signal }: Shrink,
  run: {
    readonly input: readonly string[];
    readonly filter: string;
    readonly wallClockMs: number;
    readonly onOutput?: (ms: number) => void;
  },
): Promise<Uint8Array | PackageRefusal> {
  const outcome = await runProgram({
    program: ffmpeg,
    args: [
      ...[...run.input, '-an', '-sn', '-vf', run.filter, '-progress', 'pipe:1'],
      ...['-f', 'rawvideo', 'pictures.grey'],
    ],
    folder,
    wallClockMs: run.wallClockMs,
    outputBytes: 64 * MIB,
    memoryBytes: limits.memoryBytes,
    reserveBytes: limits.reserveBytes,
    signal,
    ...(run.onOutput && { onOutput: run.onOutput }),
  });
  if (outcome.kind === 'stopped') return refuse(outcome.reason, outcome.log);
  if (outcome.kind === 'failed') return refuse('encoder-failed', outcome.log);
  const bytes = await readFile(join(folder, 'pictures.grey'));
  if (bytes.length >= POINTS) return new Uint8Array(bytes);
  return refuse('truncated', 'no picture came out');
}

async function alignAside(frames: GreyPictures, slides: GreyPictures): Promise<Alignment> {
  const worker = new Worker(new URL('./align-worker.ts', import.meta.url), {
    workerData: { frames, slides },
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<Alignment>();
    worker.on('message', resolve);
    worker.on('error', reject);
    return await promise;
  } finally {
    await worker.terminate();
  }
}
