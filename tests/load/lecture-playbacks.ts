// How invented learners watch one lecture: at a stretch or in two sittings, with or without a piece left
// out. The same seed watches the same way.
import { normalise, type Interval, type IntervalSet } from '@xueshi/domain';

/** One playback: what each of its heartbeats claims, and how much of it was granted, ms. */
export interface Beaten {
  readonly openedMs: number;
  readonly spans: readonly Interval[];
  readonly granted: readonly number[];
}

export interface Sitting {
  readonly seed: number;
  readonly beats: number;
  readonly beatMs: number;
  /** When the learner may begin, ms since 1970, and within which time they do. */
  readonly fromMs: number;
  readonly withinMs: number;
  /** Per cent. */
  readonly twice: number;
  readonly withGaps: number;
}

/** Numbers from 0 to below 1, the same for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** Beats that overlap between two sittings: whoever comes back looks again at where they were. */
const AGAIN = 2;
const LEFT_OUT = 3;

export function playbacksOf(sitting: Sitting): Beaten[] {
  const { beats, fromMs, withinMs } = sitting;
  const next = numbersFrom(sitting.seed);
  const openedMs = fromMs + Math.floor(next() * withinMs);
  const isTwice = next() * 100 < sitting.twice;
  const hasGaps = next() * 100 < sitting.withGaps;
  const gaps = hasGaps ? [next(), next()].map((at) => Math.floor(at * (beats - LEFT_OUT))) : [];
  const isLeftOut = (beat: number) => gaps.some((gap) => beat >= gap && beat < gap + LEFT_OUT);
  const watched = Array.from({ length: beats }, (_, beat) => beat).filter(
    (beat) => !isLeftOut(beat),
  );
  const split = isTwice ? Math.floor((0.2 + 0.6 * next()) * watched.length) : watched.length;
  const first = played(sitting, watched.slice(0, split), openedMs, 0);
  if (!isTwice) return [first];
  const laterMs = openedMs + Math.floor((1 + next() * 2) * beats * sitting.beatMs);
  return [first, played(sitting, watched.slice(split - AGAIN), laterMs, AGAIN)];
}

function played(
  { beatMs }: Sitting,
  beats: readonly number[],
  openedMs: number,
  again: number,
): Beaten {
  return {
    openedMs,
    spans: beats.map((beat): Interval => [beat * beatMs, (beat + 1) * beatMs]),
    granted: beats.map((_, at) => (at < again ? 0 : beatMs)),
  };
}

/** What counts of a lecture after these playbacks. */
export const watchedIn = (playbacks: readonly Beaten[]): IntervalSet =>
  normalise(playbacks.flatMap(({ spans }) => spans));
