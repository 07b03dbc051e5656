import type { Tx } from '@xueshi/database';
import { nextTimeOfDay } from '@xueshi/domain';
import { enqueueJob } from '../../platform/jobs.ts';

export const SEND_REMINDERS = 'send-reminders';

const NINE_O_CLOCK_MS = 9 * 3_600_000;

/** Enqueues the reminders of the next morning that is still to come; once, however often it is asked. */
export async function remindNextMorning(tx: Tx, now: Date): Promise<void> {
  const { day, at } = nextTimeOfDay(now, NINE_O_CLOCK_MS);
  await enqueueJob(tx, {
    name: SEND_REMINDERS,
    uniqueKey: `${SEND_REMINDERS}:${day}`,
    payload: { day },
    now: at,
  });
}
