// The daily seal: one digest over the heads of all chains. A chain alone cannot see that its tail
// was cut off or that a person vanished; yesterday's seal can.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { GENESIS_HASH, trainingDayOf } from '@xueshi/domain';
import { asc, desc, eq } from 'drizzle-orm';
import { sha256Hex } from './ledger.ts';

const { ledgerHeads, ledgerSeals } = schema;

async function digestOfHeads(
  db: Reader,
  previous: string,
): Promise<{ heads: number; digest: string }> {
  const heads = await db.select().from(ledgerHeads).orderBy(asc(ledgerHeads.personId));
  const lines = heads.map((head) => `${head.personId} ${head.sequence} ${head.hash}`);
  return {
    heads: heads.length,
    digest: sha256Hex(['xueshi-seal-1', previous, ...lines].join('\n')),
  };
}

/** Seals the day before `now` (a day of Asia/Shanghai), once. Returns the seal of that day. */
export async function sealLedger(tx: Tx, now: Date) {
  const day = trainingDayOf(new Date(now.getTime() - 86_400_000));
  const [existing] = await tx.select().from(ledgerSeals).where(eq(ledgerSeals.day, day));
  if (existing) return existing;
  const [last] = await tx.select().from(ledgerSeals).orderBy(desc(ledgerSeals.day)).limit(1);
  const previousDigest = last?.digest ?? GENESIS_HASH;
  const { heads, digest } = await digestOfHeads(tx, previousDigest);
  const seal = { day, heads, digest, previousDigest, sealedAt: now };
  await tx.insert(ledgerSeals).values(seal);
  return seal;
}
