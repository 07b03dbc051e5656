import type { Tx } from '@xueshi/database';
import { trainingDayOf, trainingDayStart } from '@xueshi/domain';
import { enqueueJob } from '../../platform/jobs.ts';

export const SEND_REMINDERS = 'send-reminders';

const NINE_O_CLOCK_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** Enqueues the reminders of the next morning that is still to come; once, however often it is asked. */
export async function remindNextMorning(tx: Tx, now: Date): Promise<void> {
  const today = trainingDayStart(now);
  const nine = (day: Date) => new Date(day.getTime() + NINE_O_CLOCK_MS);
  const day =
    nine(today) > now ? today : trainingDayStart(new Date(today.getTime() + 1.5 * DAY_MS));
  const name = trainingDayOf(day);
  await enqueueJob(tx, {
    name: SEND_REMINDERS,
    uniqueKey: `${SEND_REMINDERS}:${name}`,
    payload: { day: name },
    now: nine(day),
  });
}
