import { createHmac, hash, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What the nonces of one playback are made with: kept beside its state, since every heartbeat needs one. */
export const nonceKeyOf = (secret: KeyObject, sessionId: string, epoch: number): string =>
  createHmac('sha256', secret).update(`${sessionId}|${epoch}`).digest('base64url');

/** The key stands on both sides, so that nobody can go on from a nonce that was given out. */
export const nonceWith = (key: string, seq: number): string =>
  hash('sha256', `${key}|${seq}|${key}`, 'base64url');

/**
 * The nonce that must come with a request whose first beat is `seq`: derived, so that nothing is
 * stored and any node can check it (TRUST.md §2.3). It is given out with the previous answer.
 */
export const nonceFor = (
  secret: KeyObject,
  sessionId: string,
  epoch: number,
  seq: number,
): string => nonceWith(nonceKeyOf(secret, sessionId, epoch), seq);

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
