import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { lecturers, orgUnits } = schema;

const columns = {
  unit: orgUnits.name,
  code: lecturers.code,
  name: lecturers.name,
  nameEn: lecturers.nameEn,
  kind: lecturers.kind,
  title: lecturers.title,
  topics: lecturers.topics,
  biography: lecturers.biography,
  biographyEn: lecturers.biographyEn,
  photo: lecturers.photo,
  createdAt: lecturers.createdAt,
  retiredAt: lecturers.retiredAt,
};

/** What the lecturer register says of a person who is a lecturer. */
export const ownLecturing: readonly OwnDataPart[] = [
  ownPart('lecturer-register', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(lecturers)
      .innerJoin(orgUnits, eq(orgUnits.id, lecturers.orgUnitId))
      .where(eq(lecturers.personId, personId))
      .orderBy(asc(lecturers.code))
      .limit(limit)
      .offset(offset),
  ),
];
