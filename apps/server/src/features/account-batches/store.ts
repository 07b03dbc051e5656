import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, desc, eq, inArray } from 'drizzle-orm';
import type { BatchAudience } from './eligible.ts';

const { accounts, accountBatches, accountSlips, memberships, orgUnits, people } = schema;

const NEWEST = 20;

export type BatchRow = Omit<typeof accountBatches.$inferSelect, 'audience' | 'state'> & {
  readonly audience: BatchAudience;
  readonly state: 'making' | 'ready' | 'forgotten';
};

export async function findBatch(db: Reader, id: string): Promise<BatchRow | null> {
  const [row] = await db.select().from(accountBatches).where(eq(accountBatches.id, id));
  return (row as BatchRow | undefined) ?? null;
}

export const batchesOf = (db: Reader, orgUnitId: string) =>
  db
    .select()
    .from(accountBatches)
    .where(eq(accountBatches.orgUnitId, orgUnitId))
    .orderBy(desc(accountBatches.createdAt))
    .limit(NEWEST) as unknown as Promise<BatchRow[]>;

/** Slips still there, by batch. */
export async function slipsOf(
  db: Reader,
  batchIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (batchIds.length === 0) return new Map();
  const rows = await db
    .select({ batchId: accountSlips.batchId, slips: count() })
    .from(accountSlips)
    .where(inArray(accountSlips.batchId, [...batchIds]))
    .groupBy(accountSlips.batchId);
  return new Map(rows.map(({ batchId, slips }) => [batchId, slips]));
}

/** The units in which there are slips of a batch, in the order of the tree. */
export const unitsWithSlips = (db: Reader, batchId: string) =>
  db
    .select({ unit: orgUnits, slips: count() })
    .from(accountSlips)
    .innerJoin(orgUnits, eq(orgUnits.id, accountSlips.orgUnitId))
    .where(eq(accountSlips.batchId, batchId))
    .groupBy(orgUnits.id)
    .orderBy(asc(orgUnits.path));

/** The slips of one unit, by name. */
export const slipsInUnit = (db: Reader, batchId: string, orgUnitId: string) =>
  db
    .select({
      personId: people.id,
      name: people.name,
      post: memberships.post,
      loginName: accounts.loginName,
      sealed: accountSlips.sealed,
    })
    .from(accountSlips)
    .innerJoin(people, eq(people.id, accountSlips.personId))
    .innerJoin(accounts, eq(accounts.personId, people.id))
    .leftJoin(
      memberships,
      and(eq(memberships.personId, people.id), eq(memberships.orgUnitId, accountSlips.orgUnitId)),
    )
    .where(and(eq(accountSlips.batchId, batchId), eq(accountSlips.orgUnitId, orgUnitId)))
    .groupBy(people.id)
    .orderBy(asc(people.namePinyin), asc(people.id));

export async function forgetSlips(tx: Tx, batchId: string): Promise<void> {
  await tx.delete(accountSlips).where(eq(accountSlips.batchId, batchId));
  await tx.update(accountBatches).set({ state: 'forgotten' }).where(eq(accountBatches.id, batchId));
}
