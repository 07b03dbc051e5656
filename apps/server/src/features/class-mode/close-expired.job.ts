import { schema, type Tx } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { enqueueJob } from '../../platform/jobs.ts';

export const CLOSE_EXPIRED_CLASS = 'close-expired-class';

const keyOf = (sessionId: string) => `${CLOSE_EXPIRED_CLASS}:${sessionId}`;

/** A class that nobody ends is ended when its time is over: which device voted how is not kept. */
export async function endWhenExpired(tx: Tx, sessionId: string, expiresAt: Date): Promise<void> {
  await enqueueJob(tx, {
    name: CLOSE_EXPIRED_CLASS,
    uniqueKey: keyOf(sessionId),
    payload: { sessionId },
    now: expiresAt,
  });
}

/** Nothing is left to do for a class that was ended. */
export async function forgetExpiry(tx: Tx, sessionId: string): Promise<void> {
  await tx.delete(schema.jobs).where(eq(schema.jobs.uniqueKey, keyOf(sessionId)));
}
