// A presence check that waits for its answer, as the learner's playhead holds it.
import { questionTimeMs, type OpenCheck, type PresencePolicy } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import type { PlayheadRow } from './store.ts';

export type HeldCheck = Pick<
  PlayheadRow,
  'openCheckId' | 'openCheckAskedMs' | 'openCheckDeadlineMs'
>;

export const heldAs = (check: OpenCheck | null): HeldCheck => ({
  openCheckId: check?.id ?? null,
  openCheckAskedMs: check?.askedMs ?? null,
  openCheckDeadlineMs: check?.deadlineMs ?? null,
});

export function openCheckOf(held: HeldCheck): OpenCheck | null {
  const { openCheckId, openCheckAskedMs, openCheckDeadlineMs } = held;
  if (openCheckId === null || openCheckAskedMs === null || openCheckDeadlineMs === null)
    return null;
  return { id: openCheckId, askedMs: openCheckAskedMs, deadlineMs: openCheckDeadlineMs };
}

/** How long this learner has for a check, ms. */
export const timeFor = (
  kind: 'word' | 'question',
  { checkTimeMs }: Pick<PlayheadRow, 'checkTimeMs'>,
  policy: PresencePolicy,
): number =>
  kind === 'question' ? questionTimeMs(checkTimeMs, policy) : (checkTimeMs ?? policy.deadlineMs);

/** A check asked at `nowMs` that may be answered for `timeMs`. */
export const openCheckFor = (timeMs: number, nowMs: number): OpenCheck => ({
  id: newId(),
  askedMs: nowMs,
  deadlineMs: nowMs + timeMs,
});
