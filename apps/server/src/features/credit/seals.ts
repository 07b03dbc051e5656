// The daily seal: one digest over the heads of all chains as they stood at the end of a training day.
// A chain alone cannot see that its tail was cut off or that a person vanished; the seals can.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { GENESIS_HASH, trainingDayOf, trainingDayStart } from '@xueshi/domain';
import { asc, desc, eq, lt, sql } from 'drizzle-orm';
import { sha256Hex } from './ledger.ts';

const { creditEntries, ledgerSeals } = schema;

interface Head {
  readonly personId: string;
  readonly sequence: number;
  readonly hash: string;
}

const inOrder = (a: Head, b: Head) => (a.personId < b.personId ? -1 : 1);

function digestOf(heads: readonly Head[], previousDigest: string): string {
  const lines = heads
    .toSorted(inOrder)
    .map((head) => `${head.personId} ${head.sequence} ${head.hash}`);
  return sha256Hex(['xueshi-seal-2', previousDigest, ...lines].join('\n'));
}

/** The last entry of every chain among those posted before an instant. */
async function headsBefore(db: Reader, until: Date): Promise<Head[]> {
  return db
    .select({
      personId: creditEntries.personId,
      sequence: sql<number>`max(${creditEntries.sequence})`,
      // SQLite takes a bare column from the row that has the maximum.
      hash: creditEntries.hash,
    })
    .from(creditEntries)
    .where(lt(creditEntries.postedAt, until))
    .groupBy(creditEntries.personId);
}

/** Seals the training day before `now`, once. Returns the seal of that day. */
export async function sealLedger(tx: Tx, now: Date) {
  const until = trainingDayStart(now);
  const day = trainingDayOf(new Date(until.getTime() - 1));
  const [existing] = await tx.select().from(ledgerSeals).where(eq(ledgerSeals.day, day));
  if (existing) return existing;
  const [last] = await tx.select().from(ledgerSeals).orderBy(desc(ledgerSeals.day)).limit(1);
  const previousDigest = last?.digest ?? GENESIS_HASH;
  const heads = await headsBefore(tx, until);
  const digest = digestOf(heads, previousDigest);
  const seal = { day, heads: heads.length, digest, previousDigest, sealedAt: now };
  await tx.insert(ledgerSeals).values(seal);
  return seal;
}

/** The days whose seal does not fit what the ledger says of them today, each with what differs. */
export async function brokenSeals(
  db: Reader,
): Promise<{ seals: number; broken: { day: string; detail: string }[] }> {
  const seals = await db.select().from(ledgerSeals).orderBy(asc(ledgerSeals.day));
  const broken: { day: string; detail: string }[] = [];
  let previous = GENESIS_HASH;
  for (const seal of seals) {
    const heads = await headsBefore(db, trainingDayStart(seal.sealedAt));
    if (seal.previousDigest !== previous) {
      broken.push({ day: seal.day, detail: 'does not carry the seal before it' });
    } else if (heads.length !== seal.heads) {
      broken.push({
        day: seal.day,
        detail: `${seal.heads} chains were sealed, ${heads.length} are there`,
      });
    } else if (digestOf(heads, previous) !== seal.digest) {
      broken.push({ day: seal.day, detail: 'a chain ended in another entry than today' });
    }
    previous = seal.digest;
  }
  return { seals: seals.length, broken };
}
