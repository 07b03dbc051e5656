import { assert } from '../assertion.ts';
import type { QuizAnswer, QuizItemKind } from './quiz.ts';

/** What of an item matters for its order. */
export interface ShufflableItem {
  readonly id: string;
  readonly kind: QuizItemKind;
  /** How many options it has; not looked at for true/false. */
  readonly optionCount: number;
}

/** An item in its place on the screen. */
export interface ShuffledItem {
  readonly id: string;
  /** Its place in the source, from 0. */
  readonly sourceIndex: number;
  /** For each place on the screen the option's place in the source; empty for true/false. */
  readonly optionOrder: readonly number[];
}

/**
 * The items of one attempt in an order of their own, options of single and multiple choice too; true
 * and false stay as they are. The same items and seed give the same order everywhere and for ever,
 * so that an attempt can be shown again. `seed` is any whole number; its low 32 bits count. Not for
 * secrets: draw the seed itself from a secure source. Source: DOMAIN 2d #19, #21 (per-attempt order).
 */
export function shuffleItems(items: readonly ShufflableItem[], seed: number): ShuffledItem[] {
  assert(Number.isSafeInteger(seed), 'a seed is a whole number');
  const random = mulberry32(seed);
  return permutation(items.length, random).flatMap((sourceIndex) => {
    const item = items[sourceIndex];
    if (!item) return [];
    const count = item.kind === 'true_false' ? 0 : item.optionCount;
    return [{ id: item.id, sourceIndex, optionOrder: permutation(count, random) }];
  });
}

/**
 * A learner's answer in the letters of the source, from the letters on the screen, for `gradeQuiz`.
 * null when a letter names no option on the screen. Source: DOMAIN 2d #19.
 */
export function toSourceAnswer(item: ShuffledItem, shown: QuizAnswer): QuizAnswer {
  return translate(shown, (place) => item.optionOrder[place]);
}

/** The other way round: an answer of the source in the letters on the screen, to show or resume it. */
export function toShownAnswer(item: ShuffledItem, source: QuizAnswer): QuizAnswer {
  return translate(source, (place) => {
    const shownPlace = item.optionOrder.indexOf(place);
    return shownPlace === -1 ? undefined : shownPlace;
  });
}

const FIRST_LETTER = 'A'.charCodeAt(0);

function translate(answer: QuizAnswer, placeOf: (place: number) => number | undefined): QuizAnswer {
  if (answer === null || typeof answer === 'boolean') return answer;
  const letters: string[] = [];
  for (const letter of answer) {
    const place = letter.length === 1 ? placeOf(letter.charCodeAt(0) - FIRST_LETTER) : undefined;
    if (place === undefined) return null;
    letters.push(String.fromCharCode(FIRST_LETTER + place));
  }
  return letters.sort();
}

/** Fisher and Yates: every order is as likely as the generator allows. */
function permutation(length: number, random: () => number): number[] {
  const order: number[] = [];
  for (let index = 0; index < length; index += 1) {
    const place = Math.floor(random() * (index + 1));
    order.push(order[place] ?? index);
    order[place] = index;
  }
  return order;
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, a fraction in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
