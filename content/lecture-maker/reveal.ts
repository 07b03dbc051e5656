import { isChinese } from './sentences.ts';
import type { TimedSlide } from './schedule.ts';

/** When (by index of the sentence that is being spoken) the parts of a slide appear. */
export interface Reveal {
  readonly points: readonly number[];
  readonly quote: number | null;
}

/** What a slide shows at one moment. */
export interface SlideState {
  readonly shownPoints: number;
  /** The point that is spoken about; null when all are equal. */
  readonly currentPoint: number | null;
  readonly quoteShown: boolean;
}

export interface TimedState extends SlideState {
  readonly startMs: number;
}

export const EVERYTHING: SlideState = {
  shownPoints: Number.POSITIVE_INFINITY,
  currentPoint: null,
  quoteShown: true,
};

/** How strongly an even spread holds against what the words have in common. */
const EVENNESS = 0.6;

/**
 * Finds for each point the sentence that speaks about it: the order is kept, words in common count,
 * and where there are none the points spread evenly.
 */
export function planReveal(
  points: readonly string[],
  quote: string | null,
  sentences: readonly string[],
): Reveal {
  const spoken = sentences.map(pairs);
  const fits = points.map((point, index) =>
    spoken.map((sentence, at) => {
      const distance = Math.abs(at / spoken.length - index / points.length);
      return shareOf(pairs(point), sentence) - EVENNESS * distance;
    }),
  );
  const chosen = bestInOrder(fits);
  return { points: chosen, quote: quote === null ? null : quoteSentence(quote, spoken, chosen) };
}

/** The sentence that has most of its words from the quotation, else the one of the last point. */
function quoteSentence(
  quote: string,
  spoken: readonly ReadonlySet<string>[],
  points: readonly number[],
): number {
  const words = pairs(quote);
  const shares = spoken.map((sentence) => shareOf(sentence, words));
  const most = Math.max(...shares);
  return most > 0.2 ? shares.indexOf(most) : (points.at(-1) ?? 0);
}

/** Neighbouring characters stand for words. */
function pairs(text: string): Set<string> {
  const characters = [...text].filter(isChinese);
  return new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`));
}

function shareOf(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  const common = [...part].filter((pair) => whole.has(pair)).length;
  return part.size === 0 ? 0 : common / part.size;
}

/** The column for each row, never going back, with the greatest sum. */
function bestInOrder(fits: readonly (readonly number[])[]): number[] {
  let best: { sum: number; path: number[] }[] = [];
  for (const row of fits) {
    const reached: { sum: number; path: number[] }[] = [];
    let leader = { sum: best.length === 0 ? 0 : Number.NEGATIVE_INFINITY, path: [] as number[] };
    for (const [at, fit] of row.entries()) {
      const arriving = best[at];
      if (arriving !== undefined && arriving.sum > leader.sum) leader = arriving;
      reached.push({ sum: leader.sum + fit, path: [...leader.path, at] });
    }
    best = reached;
  }
  return best.reduce((a, b) => (b.sum > a.sum ? b : a), { sum: -Infinity, path: [] }).path;
}

/** The states of a slide in the order of time; equal neighbours are one. */
export function slideStates(slide: TimedSlide, reveal: Reveal): TimedState[] {
  const states: TimedState[] = [];
  for (const [at, sentence] of slide.sentences.entries()) {
    const shownPoints = reveal.points.filter((index) => index <= at).length;
    const quoteShown = reveal.quote !== null && reveal.quote <= at;
    const last = states.at(-1);
    if (last?.shownPoints === shownPoints && last.quoteShown === quoteShown) continue;
    const startMs = at === 0 ? slide.startMs : sentence.startMs;
    const currentPoint = shownPoints === 0 ? null : shownPoints - 1;
    states.push({ startMs, shownPoints, currentPoint, quoteShown });
  }
  return states;
}
