// Makes the accounts of a batch, some people at a time. One password is hashed at a time: the other
// place for hashing stays free for people who sign in meanwhile.
import { schema, type Tx } from '@xueshi/database';
import { eq, sql } from 'drizzle-orm';
import type { JobHandler } from '../../platform/jobs.ts';
import {
  drawOneTimePassword,
  freeLoginName,
  openAccount,
  setOneTimePassword,
} from '../accounts/service.ts';
import { recordAudit } from '../audit/service.ts';
import { nextEligible } from './eligible.ts';
import { sealSlip } from './slips.ts';
import { findBatch, type BatchRow } from './store.ts';

const { accounts, accountBatches, accountSlips } = schema;

const CHUNK = 20;

interface Drawn {
  readonly personId: string;
  readonly code: string | null;
  readonly namePinyin: string;
  readonly orgUnitId: string;
  readonly passwordHash: string;
  readonly sealed: string;
}

/** One person's account, or new password; whoever got or used theirs meanwhile is left alone. */
async function giveOne(tx: Tx, batch: BatchRow, one: Drawn, now: Date): Promise<void> {
  const { personId, passwordHash } = one;
  const [account] = await tx
    .select({ mustChangePassword: accounts.mustChangePassword })
    .from(accounts)
    .where(eq(accounts.personId, personId));
  const isMade = batch.audience === 'without_account';
  if (isMade ? account !== undefined : account?.mustChangePassword !== true) return;
  if (isMade) {
    const loginName = await freeLoginName(tx, one);
    const by = { oneTime: true, createdBy: batch.createdBy, now };
    await openAccount(tx, { personId, loginName, passwordHash, ...by });
  } else {
    await setOneTimePassword(tx, personId, passwordHash, now);
  }
  const { orgUnitId, sealed } = one;
  await tx.insert(accountSlips).values({ batchId: batch.id, personId, orgUnitId, sealed });
  await recordAudit(tx, {
    at: now,
    actorId: batch.createdBy,
    action: isMade ? 'account-opened' : 'one-time-password-set',
    subject: `person:${personId}`,
    detail: { batchId: batch.id },
    address: '',
  });
}

/** Goes on where it was stopped: whoever has a slip of this batch has theirs. */
export const makeAccountsHandler: JobHandler = async (platform, payload, { signal, progress }) => {
  const { db, write, clock, secret } = platform;
  const batch = await findBatch(db, (payload as { batchId: string }).batchId);
  if (batch?.state !== 'making') return;
  let done = batch.done;
  let after = '';
  for (;;) {
    const people = await nextEligible(db, batch, clock.now(), after, CHUNK);
    const last = people.at(-1);
    if (!last) break;
    const drawn: Drawn[] = [];
    for (const one of people) {
      signal.throwIfAborted();
      const { password, passwordHash } = await drawOneTimePassword();
      drawn.push({ ...one, passwordHash, sealed: sealSlip(secret, one.personId, password) });
    }
    const now = clock.now();
    await write(async (tx) => {
      for (const one of drawn) await giveOne(tx, batch, one, now);
      await tx
        .update(accountBatches)
        .set({ done: sql`${accountBatches.done} + ${drawn.length}` })
        .where(eq(accountBatches.id, batch.id));
    });
    after = last.personId;
    done += drawn.length;
    progress(batch.total === 0 ? 1 : Math.min(1, done / batch.total));
  }
  await write((tx) =>
    tx.update(accountBatches).set({ state: 'ready' }).where(eq(accountBatches.id, batch.id)),
  );
};
