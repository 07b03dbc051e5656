import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { classSessions, lessons } = schema;

const classColumns = {
  id: classSessions.id,
  lesson: lessons.key,
  path: classSessions.path,
  openedAt: classSessions.openedAt,
  closedAt: classSessions.closedAt,
};

/** Classes that the person led. Who took part in one is not known. */
export const ownClasses: readonly OwnDataPart[] = [
  ownPart('classes-led', classColumns, (db, personId, { limit, offset }) =>
    db
      .select(classColumns)
      .from(classSessions)
      .innerJoin(lessons, eq(lessons.id, classSessions.lessonId))
      .where(eq(classSessions.presenterId, personId))
      .orderBy(asc(classSessions.openedAt), asc(classSessions.id))
      .limit(limit)
      .offset(offset),
  ),
];
