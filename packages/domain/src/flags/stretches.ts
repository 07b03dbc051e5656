import { assert } from '../assertion.ts';

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The stretches that instants (ms, ascending) make up when a pause longer than `pauseMs` ends one.
 * Every instant lies in exactly one; a lone instant is a stretch without length.
 */
export function stretchesOf(instantsMs: readonly number[], pauseMs: number): Stretch[] {
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (const atMs of instantsMs) {
    const open = stretches.at(-1);
    assert(!open || atMs >= open.toMs, 'instants ascend');
    if (open && atMs - open.toMs <= pauseMs) open.toMs = atMs;
    else stretches.push({ fromMs: atMs, toMs: atMs });
  }
  return stretches;
}

/** How far values lie from their mean: the root of the mean square, in their own unit; 0 for none. */
export function spreadOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(square);
}
