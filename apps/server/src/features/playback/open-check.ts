// A presence check that waits for its answer, as the learner's playhead holds it.
import type { OpenCheck, PresencePolicy } from '@xueshi/domain';
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

/** A check asked at `nowMs`, with the time that this learner has for it. */
export function openCheckFor(
  { checkTimeMs }: Pick<PlayheadRow, 'checkTimeMs'>,
  nowMs: number,
  policy: PresencePolicy,
): OpenCheck {
  return { id: newId(), askedMs: nowMs, deadlineMs: nowMs + (checkTimeMs ?? policy.deadlineMs) };
}
