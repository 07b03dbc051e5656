import type { Tx } from '@xueshi/database';
import { nextTimeOfDay } from '@xueshi/domain';
import { enqueueJob } from '../../platform/jobs.ts';

export const DELIVER_NOTICES = 'deliver-notices';

/** Half past five in the afternoon: after the day's work, before the evening's study. */
const DELIVERY_MS = 17.5 * 3_600_000;

/** Enqueues the delivery of the next afternoon still to come; once, however often it is asked. */
export async function deliverNextAfternoon(tx: Tx, now: Date): Promise<void> {
  const { day, at } = nextTimeOfDay(now, DELIVERY_MS);
  await enqueueJob(tx, {
    name: DELIVER_NOTICES,
    uniqueKey: `${DELIVER_NOTICES}:${day}`,
    payload: { day },
    now: at,
  });
}
