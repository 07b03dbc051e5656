// Somebody left the unit at which they hold a role, and keeps it: by a decision, not unnoticed.
import type { Role } from '@xueshi/domain';
import { administers, demandGranting } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { endWithDelegations, insertGrant } from './granting.ts';
import { grantById } from './holders.ts';

/**
 * Grants a role that waits for a decision anew, for the time it was granted for. Whoever decides answers
 * for the unit and for where the holder belongs now, as for any role they grant; what was handed on of it
 * ends, since its holder is elsewhere.
 */
export async function keepRole(
  { write, clock }: Platform,
  actor: Actor,
  grantId: string,
  reason: string,
): Promise<{ grantId: string }> {
  const now = clock.now();
  return write(async (tx) => {
    const held = await grantById(tx, grantId);
    if (!held?.unitPath || !administers(actor, held.unitPath)) throw new Refused('not-found');
    const { grant, unsettled, unitPath } = held;
    if (grant.endedAt !== null || unsettled !== 'left_unit' || grant.delegatedFromId !== null)
      throw new Refused('not-found');
    const { personId, orgUnitId, startsAt, endsAt } = grant;
    const role = grant.role as Role;
    demandGranting(actor, role, unitPath, endsAt);
    if (personId === actor.personId) throw new Refused('role-to-oneself');
    const at = await unitOfPerson(tx, personId);
    if (at === null || !administers(actor, at.path)) throw new Refused('role-holder-elsewhere');
    await endWithDelegations(tx, actor, grant.id, { reason, now });
    const again = { personId, role, orgUnitId, startsAt, endsAt, reason, delegatedFromId: null };
    return { grantId: await insertGrant(tx, actor, again, { now, elsewhere: true }) };
  });
}
