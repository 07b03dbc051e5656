import { schema } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const {
  concurrentPosts,
  keyGroupMemberships,
  memberships,
  orgUnits,
  people,
  personStatuses,
  roleGrants,
  rosterColumnChoices,
} = schema;

const profileColumns = {
  id: people.id,
  name: people.name,
  namePinyin: people.namePinyin,
  nameInitials: people.nameInitials,
  createdAt: people.createdAt,
  closedAt: people.closedAt,
  code: people.code,
  politicalStatus: people.politicalStatus,
  status: people.status,
  /** The number itself is sealed; the person has it on the card. */
  identityNumberKept: sql<number>`${people.identitySealed} IS NOT NULL`,
};
const appointmentColumns = {
  unit: orgUnits.name,
  audienceCategory: memberships.audienceCategory,
  post: memberships.post,
  positionLevel: memberships.positionLevel,
  rank: memberships.rank,
  startsAt: memberships.startsAt,
  endsAt: memberships.endsAt,
};
const postColumns = {
  unit: orgUnits.name,
  post: concurrentPosts.post,
  startsAt: concurrentPosts.startsAt,
  endsAt: concurrentPosts.endsAt,
};
const groupColumns = {
  keyGroup: keyGroupMemberships.keyGroup,
  startsAt: keyGroupMemberships.startsAt,
  endsAt: keyGroupMemberships.endsAt,
};
const statusColumns = {
  status: personStatuses.status,
  startsAt: personStatuses.startsAt,
  endsAt: personStatuses.endsAt,
  reason: personStatuses.reason,
};
const choiceColumns = {
  subject: rosterColumnChoices.subject,
  heading: rosterColumnChoices.heading,
  field: rosterColumnChoices.field,
};
const roleColumns = {
  role: roleGrants.role,
  unit: orgUnits.name,
  grantedAt: roleGrants.grantedAt,
  endedAt: roleGrants.endedAt,
};

/** The person, their appointments and roles. */
export const ownProfile: readonly OwnDataPart[] = [
  ownPart('profile', profileColumns, (db, personId, { limit, offset }) =>
    db
      .select(profileColumns)
      .from(people)
      .where(eq(people.id, personId))
      .orderBy(asc(people.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('appointments', appointmentColumns, (db, personId, { limit, offset }) =>
    db
      .select(appointmentColumns)
      .from(memberships)
      .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
      .where(eq(memberships.personId, personId))
      .orderBy(asc(memberships.startsAt), asc(memberships.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('roles', roleColumns, (db, personId, { limit, offset }) =>
    db
      .select(roleColumns)
      .from(roleGrants)
      .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
      .where(eq(roleGrants.personId, personId))
      .orderBy(asc(roleGrants.grantedAt), asc(roleGrants.id))
      .limit(limit)
      .offset(offset),
  ),
];

/** Posts, tags and statuses. Who is a reserve cadre is for the managing department to say (DOMAIN K3). */
export const ownPersonnel: readonly OwnDataPart[] = [
  ownPart('concurrent-posts', postColumns, (db, personId, { limit, offset }) =>
    db
      .select(postColumns)
      .from(concurrentPosts)
      .innerJoin(orgUnits, eq(orgUnits.id, concurrentPosts.orgUnitId))
      .where(eq(concurrentPosts.personId, personId))
      .orderBy(asc(concurrentPosts.startsAt), asc(concurrentPosts.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('key-groups', groupColumns, (db, personId, { limit, offset }) =>
    db
      .select(groupColumns)
      .from(keyGroupMemberships)
      .where(
        and(
          eq(keyGroupMemberships.personId, personId),
          ne(keyGroupMemberships.keyGroup, SENSITIVE_KEY_GROUP),
        ),
      )
      .orderBy(asc(keyGroupMemberships.startsAt), asc(keyGroupMemberships.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('statuses', statusColumns, (db, personId, { limit, offset }) =>
    db
      .select(statusColumns)
      .from(personStatuses)
      .where(eq(personStatuses.personId, personId))
      .orderBy(asc(personStatuses.startsAt), asc(personStatuses.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('roster-columns', choiceColumns, (db, personId, { limit, offset }) =>
    db
      .select(choiceColumns)
      .from(rosterColumnChoices)
      .where(eq(rosterColumnChoices.personId, personId))
      .orderBy(asc(rosterColumnChoices.subject), asc(rosterColumnChoices.heading))
      .limit(limit)
      .offset(offset),
  ),
];
