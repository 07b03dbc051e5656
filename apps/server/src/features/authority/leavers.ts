// What becomes of the roles of somebody who retired, left or died.
import type { Tx } from '@xueshi/database';
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { notOver } from '../../platform/grants-in-force.ts';
import type { Actor } from '../../platform/sessions.ts';
import { endWithDelegations, tellHolder } from './granting.ts';
import { grantsWhere, mayEnd } from './holders.ts';

const { roleGrants } = schema;

/**
 * Ends the roles that somebody holds at units, so far as whoever records that they left may end them:
 * a clerk does not take the role of an administrator by it, and nobody their own. Tells how many are
 * left; these wait for a decision (unsettled.ts).
 */
export async function endRolesOfLeaver(
  tx: Tx,
  actor: Actor,
  personId: string,
  { reason, now }: { reason: string; now: Date },
): Promise<number> {
  const held = await grantsWhere(tx, and(eq(roleGrants.personId, personId), notOver(now)));
  const ending = held.filter(
    (one) => personId !== actor.personId && one.grant.orgUnitId !== null && mayEnd(actor, one),
  );
  for (const { grant } of ending)
    for (const one of await endWithDelegations(tx, actor, grant.id, { reason, now }))
      await tellHolder(tx, actor, one, { kind: 'role-ended', date: null, now, reason });
  return held.length - ending.length;
}
