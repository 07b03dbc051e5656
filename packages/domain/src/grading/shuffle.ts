import { assert } from '../assertion.ts';
import { randomOf, permutation } from './seeded-order.ts';
import type { QuizAnswer, QuizItemKind } from './item.ts';

/** What of an item matters for its order. */
export interface ShufflableItem {
  readonly id: string;
  readonly kind: QuizItemKind;
  /** Options, or right-hand sides of a matching item; not looked at for the kinds without any. */
  readonly optionCount: number;
  /** The case-set it belongs to; its items stay together and in their order. */
  readonly group?: string | null;
}

/** An item in its place on the screen. */
export interface ShuffledItem {
  readonly id: string;
  /** Its place in the source, from 0. */
  readonly sourceIndex: number;
  /** For each place on the screen the option's place in the source; empty where there is none. */
  readonly optionOrder: readonly number[];
}

const HAS_OPTIONS: ReadonlySet<QuizItemKind> = new Set([
  'single',
  'multiple',
  'ordering',
  'matching',
]);

/**
 * The items of one attempt in an order of their own, their options too; true and false stay as they
 * are, and the items of a case-set stay together as written. With `keepsItemOrder` only options are
 * shuffled. The same items and seed give the same order everywhere and for ever, so that an attempt
 * can be shown again. `seed` is any whole number; its low 32 bits count. Not for secrets: draw the
 * seed itself from a secure source. Source: DOMAIN 2d #19, #21 (per-attempt order).
 */
export function shuffleItems(
  items: readonly ShufflableItem[],
  seed: number,
  { keepsItemOrder = false } = {},
): ShuffledItem[] {
  assert(Number.isSafeInteger(seed), 'a seed is a whole number');
  const random = randomOf(seed);
  const units = unitsOf(items);
  const order = keepsItemOrder ? [...units.keys()] : permutation(units.length, random);
  return order.flatMap((unit) =>
    (units[unit] ?? []).flatMap((sourceIndex) => {
      const item = items[sourceIndex];
      if (!item) return [];
      const count = HAS_OPTIONS.has(item.kind) ? item.optionCount : 0;
      const optionOrder =
        item.kind === 'ordering' ? disorder(count, random) : permutation(count, random);
      return [{ id: item.id, sourceIndex, optionOrder }];
    }),
  );
}

/** Places of items that are shown together: a case-set, or one item. */
function unitsOf(items: readonly ShufflableItem[]): number[][] {
  const units: number[][] = [];
  const byGroup = new Map<string, number[]>();
  for (const [at, { group }] of items.entries()) {
    const unit = group ? byGroup.get(group) : undefined;
    if (unit) {
      unit.push(at);
    } else {
      const fresh = [at];
      units.push(fresh);
      if (group) byGroup.set(group, fresh);
    }
  }
  return units;
}

/** An order to be put right is never shown right. */
function disorder(length: number, random: () => number): number[] {
  for (;;) {
    const order = permutation(length, random);
    if (length < 2 || order.some((place, at) => place !== at)) return order;
  }
}

/**
 * A learner's answer in the letters of the source, from the letters on the screen, for `gradeQuiz`.
 * null when a letter names no option on the screen. The letters of an order and of a matching stay
 * where they are ('' for a side left open); those of a choice are sorted. Texts pass through.
 * Source: DOMAIN 2d #19.
 */
export function toSourceAnswer(
  item: ShuffledItem,
  kind: QuizItemKind,
  shown: QuizAnswer,
): QuizAnswer {
  return translate(kind, shown, (place) => item.optionOrder[place]);
}

/** The other way round: an answer of the source in the letters on the screen, to show or resume it. */
export function toShownAnswer(
  item: ShuffledItem,
  kind: QuizItemKind,
  source: QuizAnswer,
): QuizAnswer {
  return translate(kind, source, (place) => {
    const shownPlace = item.optionOrder.indexOf(place);
    return shownPlace === -1 ? undefined : shownPlace;
  });
}

const FIRST_LETTER = 'A'.charCodeAt(0);

/** The letter that stands for a place, from 0. */
export const letterOfPlace = (place: number): string => String.fromCharCode(FIRST_LETTER + place);

function translate(
  kind: QuizItemKind,
  answer: QuizAnswer,
  placeOf: (place: number) => number | undefined,
): QuizAnswer {
  if (answer === null || typeof answer === 'boolean' || typeof answer === 'string') return answer;
  if (!HAS_OPTIONS.has(kind)) return answer;
  const letters: string[] = [];
  for (const letter of answer) {
    if (letter === '' && kind === 'matching') {
      letters.push('');
      continue;
    }
    const place = letter.length === 1 ? placeOf(letter.charCodeAt(0) - FIRST_LETTER) : undefined;
    if (place === undefined) return null;
    letters.push(letterOfPlace(place));
  }
  return kind === 'single' || kind === 'multiple' ? letters.sort() : letters;
}
