import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { memberships, orgUnits, people, roleGrants } = schema;

const profileColumns = {
  id: people.id,
  name: people.name,
  namePinyin: people.namePinyin,
  nameInitials: people.nameInitials,
  createdAt: people.createdAt,
  closedAt: people.closedAt,
};
const appointmentColumns = {
  unit: orgUnits.name,
  audienceCategory: memberships.audienceCategory,
  post: memberships.post,
  startsAt: memberships.startsAt,
  endsAt: memberships.endsAt,
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
