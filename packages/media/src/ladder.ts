import assert from 'node:assert/strict';

/** One picture rendition. Sizes are even, as 4:2:0 colour needs. */
export interface Rung {
  readonly folder: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second; two seconds are always a whole number of frames. */
  readonly frameRate: number;
  /** Upper bound of the video rate, in bits per second. */
  readonly maxBitsPerSecond: number;
}

export interface AudioPlan {
  readonly folder: 'audio';
  readonly channels: 1 | 2;
  readonly sampleRate: 44_100 | 48_000;
  readonly bitsPerSecond: number;
}

/** Segments are four seconds, keyframes every two, in all renditions. */
export const SEGMENT_SECONDS = 4;
export const KEYFRAME_SECONDS = 2;

const DEFAULT_HEIGHTS = [720, 480, 360] as const;
/** Slides: little moves, so a phone on 3G gets legible text at 200 kbit/s. */
const MAX_BITS_PER_SECOND = [800_000, 400_000, 200_000] as const;
const SLOWEST_FRAME_RATE = 5;
const FASTEST_FRAME_RATE = 30;
/** Up to this rate a lecture is slides or a screen; above it somebody moves. */
const SLIDE_FRAME_RATE = 15;

const evenBelow = (length: number): number => 2 * Math.floor(length / 2);
const even = (length: number): number => Math.max(16, 2 * Math.round(length / 2));

/**
 * Three distinct even heights, highest first, none above the source: the wanted ones where the source allows,
 * otherwise the source's height, two thirds and half of it. `sourceHeight` ≥ 64.
 */
export function ladderHeights(
  sourceHeight: number,
  wanted: readonly [number, number, number] = DEFAULT_HEIGHTS,
): [number, number, number] {
  assert(sourceHeight >= 64, 'smaller sources are refused by the probe');
  const [top, middle, low] = wanted.map(evenBelow);
  assert(top && middle && low && top > middle && middle > low, 'a ladder goes down in even steps');
  if (top <= sourceHeight) return [top, middle, low];
  const height = evenBelow(sourceHeight);
  return [height, evenBelow((height * 2) / 3), evenBelow(height / 2)];
}

/**
 * The three picture renditions of a source. Frame rates are constant so that all renditions cut at the same
 * instants; the smaller ones of a slide video have half the frames, since nobody sees slides move.
 */
export function planLadder(
  source: { width: number; height: number; frameRate: number },
  wanted?: readonly [number, number, number],
): [Rung, Rung, Rung] {
  const heights = ladderHeights(source.height, wanted);
  const rounded = Math.round(source.frameRate);
  const full = Math.min(FASTEST_FRAME_RATE, Math.max(SLOWEST_FRAME_RATE, rounded));
  // Fast sources lose every other frame rather than some frames unevenly: 60 becomes 30, 50 becomes 25.
  const top =
    rounded > FASTEST_FRAME_RATE && rounded % 2 === 0 ? Math.min(full, rounded / 2) : full;
  const half = Math.max(SLOWEST_FRAME_RATE, top / 2);
  const rates = [top, top > SLIDE_FRAME_RATE ? top : half, half] as const;
  const rung = (step: 0 | 1 | 2): Rung => ({
    folder: `video-${heights[step]}`,
    width: even((source.width * heights[step]) / source.height),
    height: heights[step],
    frameRate: rates[step],
    maxBitsPerSecond: MAX_BITS_PER_SECOND[step],
  });
  return [rung(0), rung(1), rung(2)];
}

/** AAC, mono or stereo as the source is. */
export function planAudio(source: { audioChannels: number; audioSampleRate: number }): AudioPlan {
  const channels = source.audioChannels === 1 ? 1 : 2;
  return {
    folder: 'audio',
    channels,
    sampleRate: source.audioSampleRate === 48_000 ? 48_000 : 44_100,
    bitsPerSecond: channels === 1 ? 48_000 : 64_000,
  };
}
