import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/**
 * The nonce that must come with a request whose first beat is `seq`: derived, so that nothing is
 * stored and any node can check it (TRUST.md §2.3). It is given out with the previous answer.
 */
export function nonceFor(secret: KeyObject, sessionId: string, epoch: number, seq: number): string {
  return createHmac('sha256', secret).update(`${sessionId}|${epoch}|${seq}`).digest('base64url');
}

/** What comes with the next report of a playback. */
export const nextNonce = (
  secret: KeyObject,
  { id, epoch, lastSeq }: { readonly id: string; readonly epoch: number; readonly lastSeq: number },
): string => nonceFor(secret, id, epoch, lastSeq + 1);

export function nonceMatches(wanted: string, given: string): boolean {
  const a = Buffer.from(wanted);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}
