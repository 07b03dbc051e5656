import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { coursewareLaunches, coursewareUnits, enrolments, lessons, xapiDocuments, xapiStatements } =
  schema;

const unitColumns = {
  enrolmentId: coursewareUnits.enrolmentId,
  lesson: lessons.key,
  unit: coursewareUnits.unit,
  completed: coursewareUnits.completed,
  success: coursewareUnits.success,
  scorePercent: coursewareUnits.scorePercent,
  satisfiedAt: coursewareUnits.satisfiedAt,
  memory: coursewareUnits.memory,
  updatedAt: coursewareUnits.updatedAt,
};
const launchColumns = {
  id: coursewareLaunches.id,
  lesson: lessons.key,
  unit: coursewareLaunches.unit,
  openedAt: coursewareLaunches.openedAt,
  lastBeatAt: coursewareLaunches.lastBeatAt,
  timedMs: coursewareLaunches.timedMs,
  closedAt: coursewareLaunches.closedAt,
};
const statementColumns = {
  id: xapiStatements.id,
  lesson: lessons.key,
  statement: xapiStatements.statement,
  storedAt: xapiStatements.storedAt,
};
const documentColumns = {
  lesson: lessons.key,
  kind: xapiDocuments.kind,
  activity: xapiDocuments.activity,
  documentId: xapiDocuments.documentId,
  contentType: xapiDocuments.contentType,
  body: xapiDocuments.body,
  updatedAt: xapiDocuments.updatedAt,
};

/** Courseware that was opened, what its units said, and what they keep. */
export const ownCourseware: readonly OwnDataPart[] = [
  ownPart('courseware-units', unitColumns, (db, personId, { limit, offset }) =>
    db
      .select(unitColumns)
      .from(coursewareUnits)
      .innerJoin(enrolments, eq(enrolments.id, coursewareUnits.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, coursewareUnits.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(
        asc(coursewareUnits.enrolmentId),
        asc(coursewareUnits.lessonId),
        asc(coursewareUnits.unit),
      )
      .limit(limit)
      .offset(offset),
  ),
  ownPart('courseware-launches', launchColumns, (db, personId, { limit, offset }) =>
    db
      .select(launchColumns)
      .from(coursewareLaunches)
      .innerJoin(lessons, eq(lessons.id, coursewareLaunches.lessonId))
      .where(eq(coursewareLaunches.personId, personId))
      .orderBy(asc(coursewareLaunches.openedAt), asc(coursewareLaunches.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('xapi-statements', statementColumns, (db, personId, { limit, offset }) =>
    db
      .select(statementColumns)
      .from(xapiStatements)
      .innerJoin(enrolments, eq(enrolments.id, xapiStatements.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, xapiStatements.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(xapiStatements.storedAt), asc(xapiStatements.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('xapi-documents', documentColumns, (db, personId, { limit, offset }) =>
    db
      .select(documentColumns)
      .from(xapiDocuments)
      .innerJoin(enrolments, eq(enrolments.id, xapiDocuments.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, xapiDocuments.lessonId))
      .where(eq(enrolments.personId, personId))
      .orderBy(
        asc(xapiDocuments.enrolmentId),
        asc(xapiDocuments.lessonId),
        asc(xapiDocuments.kind),
        asc(xapiDocuments.activity),
        asc(xapiDocuments.documentId),
      )
      .limit(limit)
      .offset(offset),
  ),
];
