// Key groups on people: dated tags beside the category (DOMAIN K0).
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  contradictsCategory,
  firstOverlap,
  isPeriod,
  SENSITIVE_KEY_GROUP,
  trainingDayOf,
} from '@xueshi/domain';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { administeredPerson } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { demandInUse, demandKeyGroup, type KeyGroup } from '../key-groups/service.ts';
import { presentAppointment, type Membership } from './appointments.ts';
import { daysOf, periodOf } from './past-appointments.ts';
import { mayKnowReserve } from './personnel.ts';

const { keyGroupMemberships, memberships } = schema;

type Tag = typeof keyGroupMemberships.$inferSelect;

/** The first and the last day; null: it holds. */
interface Days {
  readonly from: string;
  readonly until: string | null;
}

/** Reserve cadres are tagged by whoever may know of them; for everybody else there is no such tag. */
async function refuseUnknowable(db: Reader, actor: Actor, personId: string, group: string) {
  if (group !== SENSITIVE_KEY_GROUP) return;
  if (!(await mayKnowReserve(db, actor, personId))) throw new Refused('not-found');
}

async function refuseDoubtful(tx: Tx, present: Membership, group: KeyGroup): Promise<void> {
  if (contradictsCategory(group, present.audienceCategory)) {
    throw new Refused('key-group-contradicts');
  }
  const { code, mostInUnit: most } = group;
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
        eq(keyGroupMemberships.keyGroup, code),
        isNull(keyGroupMemberships.endsAt),
        eq(memberships.orgUnitId, present.orgUnitId),
        ne(memberships.personId, present.personId),
      ),
    )
    .limit(most);
  if (holders.length >= most) throw new Refused('key-group-held', { most });
}

const held = (personId: string, group: string) =>
  and(
    eq(keyGroupMemberships.personId, personId),
    eq(keyGroupMemberships.keyGroup, group),
    isNull(keyGroupMemberships.endsAt),
  );

/** Nobody is twice in a key group on one day. */
async function demandFreeDays(
  tx: Tx,
  wanted: Pick<Tag, 'id' | 'personId' | 'keyGroup' | 'startsAt' | 'endsAt'>,
): Promise<void> {
  const others = await tx
    .select()
    .from(keyGroupMemberships)
    .where(
      and(
        eq(keyGroupMemberships.personId, wanted.personId),
        eq(keyGroupMemberships.keyGroup, wanted.keyGroup),
        ne(keyGroupMemberships.id, wanted.id),
      ),
    );
  const asPeriod = ({ startsAt, endsAt }: Pick<Tag, 'startsAt' | 'endsAt'>) => ({
    startMs: startsAt.getTime(),
    endMs: endsAt?.getTime() ?? null,
  });
  if (firstOverlap(others.map(asPeriod).filter(isPeriod), asPeriod(wanted)))
    throw new Refused('key-group-overlaps');
}

/** Tags a person; what contradicts the category, or is held by somebody else, is asked about first. */
export async function setKeyGroup(
  { db, write, clock }: Platform,
  actor: Actor,
  personId: string,
  { group, confirmed, ...days }: { group: string; confirmed: boolean } & Partial<Days>,
): Promise<void> {
  const person = await administeredPerson(db, actor, personId, 'keep_roster');
  await refuseUnknowable(db, actor, person.id, group);
  const now = clock.now();
  await write(async (tx) => {
    const present = await presentAppointment(tx, person.id);
    if (!present) throw new Refused('not-found');
    const { from, until = null } = days;
    const [already] = await tx.select().from(keyGroupMemberships).where(held(person.id, group));
    if (already && until === null) return;
    const known = await demandKeyGroup(tx, group);
    demandInUse(known);
    if (!confirmed) await refuseDoubtful(tx, present, known);
    const period =
      from === undefined && until === null
        ? { startsAt: now, endsAt: null }
        : periodOf({ from: from ?? trainingDayOf(now), until }, now, null);
    const record = { id: newId(), personId: person.id, keyGroup: group, ...period };
    await demandFreeDays(tx, record);
    await tx.insert(keyGroupMemberships).values({ ...record, recordedBy: actor.personId });
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'key-group-set',
      subject: `person:${person.id}`,
      detail: { group, confirmed, ...days },
      address: actor.address,
    });
  });
}

export async function correctKeyGroup(
  { db, write, clock }: Platform,
  actor: Actor,
  personId: string,
  { id, from, until, reason }: Days & { id: string; reason: string },
): Promise<void> {
  const person = await administeredPerson(db, actor, personId, 'keep_roster');
  const now = clock.now();
  await write(async (tx) => {
    const [before] = await tx
      .select()
      .from(keyGroupMemberships)
      .where(and(eq(keyGroupMemberships.id, id), eq(keyGroupMemberships.personId, person.id)));
    if (!before) throw new Refused('not-found');
    const group = before.keyGroup;
    await refuseUnknowable(tx, actor, person.id, group);
    const after = { ...before, ...periodOf({ from, until }, now, before) };
    // To let it hold again is to give it anew.
    if (before.endsAt !== null && after.endsAt === null)
      demandInUse(await demandKeyGroup(tx, group));
    await demandFreeDays(tx, after);
    const { startsAt, endsAt } = after;
    await tx
      .update(keyGroupMemberships)
      .set({ startsAt, endsAt })
      .where(eq(keyGroupMemberships.id, id));
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'key-group-corrected',
      subject: `person:${person.id}`,
      detail: { group, before: daysOf(before), after: daysOf(after), reason },
      address: actor.address,
    });
  });
}

export async function endKeyGroup(
  { db, write, clock }: Platform,
  actor: Actor,
  personId: string,
  group: string,
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
