import type { Tx } from '@xueshi/database';
import { schema } from '@xueshi/database';
import { TIME_LIMIT_GRACE_MS } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import { enqueueJob } from '../../platform/jobs.ts';

export const CLOSE_OVERDUE = 'close-overdue-attempt';

const keyOf = (attemptId: string) => `${CLOSE_OVERDUE}:${attemptId}`;

/** An attempt that nobody hands in is handed in when its time is over, whoever is there. */
export async function closeAtDeadline(tx: Tx, attemptId: string, deadline: Date): Promise<void> {
  await enqueueJob(tx, {
    name: CLOSE_OVERDUE,
    uniqueKey: keyOf(attemptId),
    payload: { attemptId },
    now: new Date(deadline.getTime() + TIME_LIMIT_GRACE_MS + 1),
  });
}

/** Nothing is left to do for an attempt that was handed in. */
export async function forgetDeadline(tx: Tx, attemptId: string): Promise<void> {
  await tx.delete(schema.jobs).where(eq(schema.jobs.uniqueKey, keyOf(attemptId)));
}
