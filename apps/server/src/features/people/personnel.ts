// What a person's page shows beside the record, for administrators of their subtree.
import type { Personnel } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { ROOT_PATH, SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPerson, administers } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { accountStateOf } from '../accounts/service.ts';
import { maskedIdentity } from './identity.ts';
import { reserveScope } from './reserve-scope.ts';

const { concurrentPosts, keyGroupMemberships, memberships, orgUnits, personStatuses } = schema;

const managing = alias(orgUnits, 'managing');

async function appointmentsOf(db: Reader, personId: string) {
  return db
    .select({ membership: memberships, unit: orgUnits, managing })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(managing, eq(managing.id, memberships.managingUnitId))
    .where(eq(memberships.personId, personId))
    .orderBy(desc(memberships.startsAt), desc(memberships.id));
}

type AppointmentRow = Awaited<ReturnType<typeof appointmentsOf>>[number];

function viewOf({ membership, unit, managing: manager }: AppointmentRow) {
  return {
    id: membership.id,
    unit: { id: unit.id, name: unit.name },
    managingUnit: manager && { id: manager.id, name: manager.name },
    category: membership.audienceCategory,
    post: membership.post,
    positionLevel: membership.positionLevel,
    rank: membership.rank,
    startsAt: membership.startsAt.toISOString(),
    endsAt: membership.endsAt?.toISOString() ?? null,
  } as Personnel['appointments'][number];
}

/** Whether this actor may know of the tag of reserve cadres on this person. */
export async function mayKnowReserve(db: Reader, actor: Actor, personId: string): Promise<boolean> {
  const [present] = await appointmentsOf(db, personId);
  return knowsReserve(db, actor, present);
}

async function knowsReserve(db: Reader, actor: Actor, present: AppointmentRow | undefined) {
  const scope = await reserveScope(db, actor);
  if (!present) return false;
  return scope({ unitPath: present.unit.path, managingPath: present.managing?.path ?? null });
}

const postsOf = (db: Reader, personId: string) =>
  db
    .select({ post: concurrentPosts, unit: orgUnits })
    .from(concurrentPosts)
    .innerJoin(orgUnits, eq(orgUnits.id, concurrentPosts.orgUnitId))
    .where(eq(concurrentPosts.personId, personId))
    .orderBy(desc(concurrentPosts.startsAt));

const keyGroupsOf = (db: Reader, personId: string) =>
  db
    .select()
    .from(keyGroupMemberships)
    .where(eq(keyGroupMemberships.personId, personId))
    .orderBy(desc(keyGroupMemberships.startsAt));

const statusesOf = (db: Reader, personId: string) =>
  db
    .select()
    .from(personStatuses)
    .where(eq(personStatuses.personId, personId))
    .orderBy(desc(personStatuses.startsAt), desc(personStatuses.recordedAt));

export async function readPersonnel(
  { db, secret }: Platform,
  actor: Actor,
  personId: string,
): Promise<Personnel> {
  const person = await administeredPerson(db, actor, personId, 'read');
  const appointments = await appointmentsOf(db, person.id);
  const [present] = appointments;
  const knows = await knowsReserve(db, actor, present);
  const path = present?.unit.path ?? ROOT_PATH;
  const groups = await keyGroupsOf(db, person.id);
  const state = await accountStateOf(db, person.id);
  return {
    personId: person.id,
    name: person.name,
    code: person.code,
    politicalStatus: person.politicalStatus as Personnel['politicalStatus'],
    identityMasked: maskedIdentity(secret, person.id, person.identitySealed),
    status: person.status as Personnel['status'],
    appointments: appointments.map(viewOf),
    concurrentPosts: (await postsOf(db, person.id)).map(({ post, unit }) => ({
      id: post.id,
      unit: { id: unit.id, name: unit.name },
      post: post.post,
      startsAt: post.startsAt.toISOString(),
      endsAt: post.endsAt?.toISOString() ?? null,
    })),
    keyGroups: groups
      .filter(({ keyGroup }) => knows || keyGroup !== SENSITIVE_KEY_GROUP)
      .map(({ id, keyGroup, startsAt, endsAt }) => ({
        id,
        group: keyGroup,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt?.toISOString() ?? null,
      })),
    mayKnowReserve: knows,
    mayKeepRoster: administers(actor, path, 'keep_roster'),
    mayLookAtIdentity: administers(actor, path),
    account: state && { state },
    mayCloseAccount: administers(actor, path) && person.id !== actor.personId,
    statuses: (await statusesOf(db, person.id)).map(({ id, status, startsAt, reason }) => ({
      id,
      status: status as Personnel['status'],
      startsAt: startsAt.toISOString(),
      reason,
    })),
  };
}
