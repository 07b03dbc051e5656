import { schema, type Tx, type Reader } from '@xueshi/database';
import { eq, inArray } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { Refused } from '../../platform/refused.ts';
import type { SignInPolicy } from '../../platform/sign-in-policy.ts';

const { signInFailures } = schema;

/** Offices share one address: it may fail this many times as often as one account from it. */
const ADDRESS_SHARE = 20;

/** Kept as hashes, so that mistyped names (often a password) are not written down. */
export function throttleKeys(
  loginKey: string,
  address: string,
): { account: string; address: string } {
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
  return {
    account: digest(`account:${loginKey}:${address}`),
    address: digest(`address:${address}`),
  };
}

/** Refuses while a pause runs; known and unknown accounts are treated alike. */
export async function refuseWhilePaused(
  db: Reader,
  keys: { account: string; address: string },
  now: Date,
): Promise<void> {
  const rows = await db
    .select({ blockedUntil: signInFailures.blockedUntil })
    .from(signInFailures)
    .where(inArray(signInFailures.key, [keys.account, keys.address]));
  const until = Math.max(0, ...rows.map((row) => row.blockedUntil?.getTime() ?? 0));
  if (until > now.getTime()) {
    throw new Refused('too-many-sign-in-attempts', {
      minutes: Math.ceil((until - now.getTime()) / 60_000),
    });
  }
}

/**
 * Counts one failure; every `failuresAllowed` failures make a pause, each twice as long, up to a day.
 * Guesses sent at the same moment come here in turn: once a pause has begun, the rest learn nothing.
 */
export async function countFailure(
  tx: Tx,
  keys: { account: string; address: string },
  policy: SignInPolicy,
  now: Date,
): Promise<void> {
  await refuseWhilePaused(tx, keys, now);
  await count(tx, keys.account, policy.failuresAllowed, policy, now);
  await count(tx, keys.address, policy.failuresAllowed * ADDRESS_SHARE, policy, now);
}

async function count(
  tx: Tx,
  key: string,
  allowed: number,
  policy: SignInPolicy,
  now: Date,
): Promise<void> {
  const [row] = await tx.select().from(signInFailures).where(eq(signInFailures.key, key));
  const forgotten = row !== undefined && now.getTime() - row.lastAt.getTime() > 86_400_000;
  const failures = row === undefined || forgotten ? 1 : row.failures + 1;
  const rounds = Math.floor(failures / allowed);
  const pauseMinutes = Math.min(policy.pauseMinutes * 2 ** (rounds - 1), 1440);
  const blockedUntil =
    failures % allowed === 0
      ? new Date(now.getTime() + pauseMinutes * 60_000)
      : (row?.blockedUntil ?? null);
  const values = { failures, lastAt: now, blockedUntil };
  await tx
    .insert(signInFailures)
    .values({ key, ...values })
    .onConflictDoUpdate({ target: signInFailures.key, set: values });
}

/** After a right password; not even that one gets by a pause that began while it was being checked. */
export async function forgetFailures(
  tx: Tx,
  keys: { account: string; address: string },
  now: Date,
): Promise<void> {
  await refuseWhilePaused(tx, keys, now);
  await tx.delete(signInFailures).where(eq(signInFailures.key, keys.account));
}
