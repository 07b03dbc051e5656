// Merging an entry of a person into the one that stays. Nothing is deleted: the other is closed and says
// where it went; its hours are reversed there and given here.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq, isNull } from 'drizzle-orm';
import type { KeyObject } from 'node:crypto';
import type { Person } from '../../platform/authorisation.ts';
import { notOver } from '../../platform/grants-in-force.ts';
import { Refused } from '../../platform/refused.ts';
import { moveAccount } from '../accounts/service.ts';
import { openIdentity, sealIdentity } from '../people/service.ts';

const {
  accountSlips,
  concurrentPosts,
  keyGroupMemberships,
  lecturers,
  memberships,
  people,
  roleGrants,
} = schema;

/** Refuses where somebody holds a role: who may do what is never moved by the way. */
export async function refuseWithRole(db: Reader, personId: string, now: Date): Promise<void> {
  const [held] = await db
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(and(eq(roleGrants.personId, personId), notOver(now)));
  if (held) throw new Refused('merging-role-held');
}

/** Code, identity number and account go over where the one who stays has none. */
async function carryOver(
  tx: Tx,
  secret: KeyObject,
  kept: Person,
  duplicate: Person,
): Promise<void> {
  const freed = { code: null, identityIndex: null, identitySealed: null };
  await tx.update(people).set(freed).where(eq(people.id, duplicate.id));
  if (kept.code === null && duplicate.code !== null)
    await tx.update(people).set({ code: duplicate.code }).where(eq(people.id, kept.id));
  if (kept.identitySealed === null && duplicate.identitySealed !== null) {
    const number = openIdentity(secret, duplicate.id, duplicate.identitySealed);
    await tx
      .update(people)
      .set({
        identityIndex: duplicate.identityIndex,
        identitySealed: sealIdentity(secret, kept.id, number),
      })
      .where(eq(people.id, kept.id));
  }
  await moveAccount(tx, duplicate.id, kept.id);
  await tx.update(lecturers).set({ personId: kept.id }).where(eq(lecturers.personId, duplicate.id));
}

/** Ends everything that holds of the duplicate, and closes it. */
async function close(tx: Tx, duplicate: Person, keptId: string, now: Date): Promise<void> {
  for (const table of [memberships, concurrentPosts, keyGroupMemberships])
    await tx
      .update(table)
      .set({ endsAt: now })
      .where(and(eq(table.personId, duplicate.id), isNull(table.endsAt)));
  await tx.delete(accountSlips).where(eq(accountSlips.personId, duplicate.id));
  await tx
    .update(people)
    .set({ closedAt: now, mergedIntoId: keptId })
    .where(eq(people.id, duplicate.id));
}

export async function mergeInto(
  tx: Tx,
  secret: KeyObject,
  kept: Person,
  duplicate: Person,
  now: Date,
): Promise<void> {
  await refuseWithRole(tx, duplicate.id, now);
  await carryOver(tx, secret, kept, duplicate);
  await close(tx, duplicate, kept.id, now);
}
