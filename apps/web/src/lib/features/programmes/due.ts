import type { AssignedProgramme } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

/** By when, in words. */
export function dueText({ state, dueOn, daysLeft, isClosed }: AssignedProgramme): string {
  if (state === 'completed') return m.programmes_member_completed();
  if (state === 'exempt') return m.programmes_member_exempt();
  if (isClosed) return m.programmes_state_closed();
  return daysLeft < 0
    ? m.programmes_overdue({ date: dueOn })
    : m.programmes_due({ date: dueOn, days: daysLeft });
}
