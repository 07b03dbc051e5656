import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { courses, courseVersions, enrolmentMoves, enrolments, lessonProgress, lessons } = schema;

const before = alias(courseVersions, 'version_before');
const after = alias(courseVersions, 'version_after');

const enrolmentColumns = {
  id: enrolments.id,
  course: courses.slug,
  title: courseVersions.title,
  revision: courseVersions.revision,
  cycle: enrolments.cycle,
  valueHundredths: enrolments.valueHundredths,
  startedAt: enrolments.startedAt,
  lastActiveAt: enrolments.lastActiveAt,
  completedAt: enrolments.completedAt,
};
const moveColumns = {
  enrolmentId: enrolmentMoves.enrolmentId,
  fromRevision: before.revision,
  toRevision: after.revision,
  cause: enrolmentMoves.cause,
  valueBefore: enrolmentMoves.valueBefore,
  valueAfter: enrolmentMoves.valueAfter,
  movedAt: enrolmentMoves.movedAt,
};
const progressColumns = {
  enrolmentId: enrolments.id,
  lesson: lessons.key,
  title: lessons.title,
  kind: lessons.kind,
  startedAt: lessonProgress.startedAt,
  completedAt: lessonProgress.completedAt,
  watched: lessonProgress.watched,
  watchedMs: lessonProgress.watchedMs,
  unproven: lessonProgress.unproven,
  resumeMs: lessonProgress.resumeMs,
  bestPercent: lessonProgress.bestPercent,
};

/** Courses begun, how they went over to newer versions, and how far each lesson got, with the stretches watched (ms). */
export const ownLearning: readonly OwnDataPart[] = [
  ownPart('enrolments', enrolmentColumns, (db, personId, { limit, offset }) =>
    db
      .select(enrolmentColumns)
      .from(enrolments)
      .innerJoin(courses, eq(courses.id, enrolments.courseId))
      .innerJoin(courseVersions, eq(courseVersions.id, enrolments.courseVersionId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(enrolments.startedAt), asc(enrolments.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('enrolment-moves', moveColumns, (db, personId, { limit, offset }) =>
    db
      .select(moveColumns)
      .from(enrolmentMoves)
      .innerJoin(enrolments, eq(enrolments.id, enrolmentMoves.enrolmentId))
      .innerJoin(before, eq(before.id, enrolmentMoves.fromVersionId))
      .innerJoin(after, eq(after.id, enrolmentMoves.toVersionId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(enrolmentMoves.enrolmentId), asc(enrolmentMoves.number))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('lesson-progress', progressColumns, (db, personId, { limit, offset }) =>
    db
      .select(progressColumns)
      .from(lessonProgress)
      .innerJoin(enrolments, eq(enrolments.number, lessonProgress.enrolmentNumber))
      .innerJoin(lessons, eq(lessons.id, lessonProgress.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(enrolments.id), asc(lessonProgress.lessonId))
      .limit(limit)
      .offset(offset),
  ),
];
