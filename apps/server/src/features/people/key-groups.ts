// Key groups K1 to K6: dated tags beside the category (DOMAIN K0).
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  contradictsCategory,
  mostInUnit,
  SENSITIVE_KEY_GROUP,
  type KeyGroup,
} from '@xueshi/domain';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { administeredPerson } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { presentAppointment, type Membership } from './appointments.ts';
import { mayKnowReserve } from './personnel.ts';

const { keyGroupMemberships, memberships } = schema;

/** Reserve cadres are tagged by whoever may know of them; for everybody else there is no such tag. */
async function refuseUnknowable(db: Reader, actor: Actor, personId: string, group: KeyGroup) {
  if (group !== SENSITIVE_KEY_GROUP) return;
  if (!(await mayKnowReserve(db, actor, personId))) throw new Refused('not-found');
}

async function refuseDoubtful(tx: Tx, present: Membership, group: KeyGroup): Promise<void> {
  if (contradictsCategory(group, present.audienceCategory)) {
    throw new Refused('key-group-contradicts');
  }
  const most = mostInUnit(group);
  if (most === null) return;
  const holders = await tx
    .select({ personId: keyGroupMemberships.personId })
    .from(keyGroupMemberships)
    .innerJoin(
      memberships,
      and(eq(memberships.personId, keyGroupMemberships.personId), isNull(memberships.endsAt)),
    )
    .where(
      and(
        eq(keyGroupMemberships.keyGroup, group),
        isNull(keyGroupMemberships.endsAt),
        eq(memberships.orgUnitId, present.orgUnitId),
        ne(memberships.personId, present.personId),
      ),
    )
    .limit(most);
  if (holders.length >= most) throw new Refused('key-group-held', { most });
}

const held = (personId: string, group: KeyGroup) =>
  and(
    eq(keyGroupMemberships.personId, personId),
    eq(keyGroupMemberships.keyGroup, group),
    isNull(keyGroupMemberships.endsAt),
  );

/** Tags a person; what contradicts the category, or is held by somebody else, is asked about first. */
export async function setKeyGroup(
  { db, write, clock }: Platform,
  actor: Actor,
  personId: string,
  { group, confirmed }: { group: KeyGroup; confirmed: boolean },
): Promise<void> {
  const person = await administeredPerson(db, actor, personId, 'keep_roster');
  await refuseUnknowable(db, actor, person.id, group);
  const now = clock.now();
  await write(async (tx) => {
    const present = await presentAppointment(tx, person.id);
    if (!present) throw new Refused('not-found');
    const [already] = await tx.select().from(keyGroupMemberships).where(held(person.id, group));
    if (already) return;
    if (!confirmed) await refuseDoubtful(tx, present, group);
    await tx.insert(keyGroupMemberships).values({
      id: newId(),
      personId: person.id,
      keyGroup: group,
      startsAt: now,
      recordedBy: actor.personId,
    });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'key-group-set',
      subject: `person:${person.id}`,
      detail: { group, confirmed },
      address: actor.address,
    });
  });
}

export async function endKeyGroup(
  { db, write, clock }: Platform,
  actor: Actor,
  personId: string,
  group: KeyGroup,
): Promise<void> {
  const person = await administeredPerson(db, actor, personId, 'keep_roster');
  await refuseUnknowable(db, actor, person.id, group);
  const now = clock.now();
  await write(async (tx) => {
    const ended = await tx
      .update(keyGroupMemberships)
      .set({ endsAt: now })
      .where(held(person.id, group))
      .returning({ id: keyGroupMemberships.id });
    if (ended.length === 0) throw new Refused('not-found');
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'key-group-ended',
      subject: `person:${person.id}`,
      detail: { group },
      address: actor.address,
    });
  });
}
