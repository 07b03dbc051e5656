// Who of a subtree cannot sign in yet, and may be given a one-time password by whoever keeps its roster.
import type { AccountBatch } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, count, eq, exists, gt, isNull, notExists, or, sql, type SQL } from 'drizzle-orm';
import { notOver } from '../../platform/grants-in-force.ts';

const { accounts, accountSlips, memberships, orgUnitAncestors, people, roleGrants } = schema;

export type BatchAudience = AccountBatch['audience'];

/**
 * A one-time password opens all that its owner may do: whoever holds a role, now or later, is given
 * theirs one by one, by somebody who may grant that role (platform/authorisation.ts).
 */
const rolesOf = (db: Reader, now: Date) =>
  db
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(and(eq(roleGrants.personId, people.id), notOver(now)));

const needsOne: Readonly<Record<BatchAudience, () => SQL | undefined>> = {
  without_account: () => isNull(accounts.personId),
  unused_password: () => and(eq(accounts.mustChangePassword, true), eq(accounts.state, 'active')),
};

export interface Needs {
  /** People who may be given a one-time password now, by what they need it for. */
  readonly eligible: Readonly<Record<BatchAudience, number>>;
  /** People who cannot sign in either, and are left to whoever may grant their role. */
  readonly heldBack: number;
}

/** Who of a subtree cannot sign in yet, in one reading of it. */
export async function countNeeds(db: Reader, unitId: string, now: Date): Promise<Needs> {
  const rows = await db
    .select({
      isWithoutAccount: sql<number>`${accounts.personId} IS NULL`,
      isHeldBack: sql<number>`${exists(rolesOf(db, now))}`,
      people: count(),
    })
    .from(orgUnitAncestors)
    .innerJoin(
      memberships,
      and(eq(memberships.orgUnitId, orgUnitAncestors.unitId), isNull(memberships.endsAt)),
    )
    .innerJoin(people, eq(people.id, memberships.personId))
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .where(
      and(
        eq(orgUnitAncestors.ancestorId, unitId),
        isNull(people.closedAt),
        or(needsOne.without_account(), needsOne.unused_password()),
      ),
    )
    .groupBy(sql`1`, sql`2`);
  const sumOf = (counted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(counted).reduce((sum, row) => sum + row.people, 0);
  return {
    eligible: {
      without_account: sumOf((row) => row.isHeldBack === 0 && row.isWithoutAccount === 1),
      unused_password: sumOf((row) => row.isHeldBack === 0 && row.isWithoutAccount === 0),
    },
    heldBack: sumOf((row) => row.isHeldBack === 1),
  };
}

/** The next people who are to be given one and have no slip of this batch, by id. */
export function nextEligible(
  db: Reader,
  batch: { id: string; orgUnitId: string; audience: BatchAudience },
  now: Date,
  after: string,
  most: number,
) {
  const slip = db
    .select({ id: accountSlips.personId })
    .from(accountSlips)
    .where(and(eq(accountSlips.batchId, batch.id), eq(accountSlips.personId, people.id)));
  return db
    .select({
      personId: people.id,
      code: people.code,
      namePinyin: people.namePinyin,
      orgUnitId: memberships.orgUnitId,
    })
    .from(orgUnitAncestors)
    .innerJoin(
      memberships,
      and(eq(memberships.orgUnitId, orgUnitAncestors.unitId), isNull(memberships.endsAt)),
    )
    .innerJoin(people, eq(people.id, memberships.personId))
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .where(
      and(
        eq(orgUnitAncestors.ancestorId, batch.orgUnitId),
        isNull(people.closedAt),
        needsOne[batch.audience](),
        notExists(rolesOf(db, now)),
        notExists(slip),
        gt(people.id, after),
      ),
    )
    .orderBy(asc(people.id))
    .limit(most);
}
