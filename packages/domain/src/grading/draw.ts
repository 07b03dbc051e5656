import { assert } from '../assertion.ts';
import { permutation, randomOf } from './seeded-order.ts';

/** Draws `count` units from a pool; a unit is an item, or all items of a case-set. */
export interface DrawRule {
  readonly count: number;
  /** Ids of the items of each unit that may be drawn. */
  readonly units: readonly (readonly string[])[];
}

/** Told apart from the generator that shuffles, so that drawing does not foretell the order. */
const DRAW_SALT = 0x5bd1e995;

/**
 * The items that one attempt is made of: the fixed ones and, rule by rule, units drawn at random,
 * none twice. Ids in the order of the rules. The same rules and seed draw the same for ever. Asserts
 * that the pools are large enough (`mostDrawable` tells beforehand). Source: DOMAIN 2d #19, #21.
 */
export function drawItems(
  fixed: readonly string[],
  rules: readonly DrawRule[],
  seed: number,
): string[] {
  const random = randomOf(seed ^ DRAW_SALT);
  const drawn = new Set(fixed);
  for (const { count, units } of rules) {
    const free = units.filter((unit) => unit.every((id) => !drawn.has(id)));
    assert(free.length >= count, 'a pool holds what is drawn from it');
    for (const at of permutation(free.length, random).slice(0, count))
      for (const id of free[at] ?? []) drawn.add(id);
  }
  return [...drawn];
}

/**
 * How many units the rule at `index` can always draw, whatever the rules before it have taken from
 * the same pool. A quiz may be published when that is at least the rule's `count` for every rule.
 */
export function alwaysDrawable(
  fixed: readonly string[],
  rules: readonly DrawRule[],
  index: number,
): number {
  const rule = rules[index];
  assert(rule !== undefined, 'the rule exists');
  const taken = new Set(fixed);
  const free = rule.units.filter((unit) => unit.every((id) => !taken.has(id)));
  const ids = new Set(free.flat());
  let worst = 0;
  for (const earlier of rules.slice(0, index)) {
    const shared = earlier.units.filter((unit) => unit.some((id) => ids.has(id))).length;
    worst += Math.min(earlier.count, shared);
  }
  return Math.max(0, free.length - worst);
}
