import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { caseRuns, enrolments, lessons, sharedReflections } = schema;

const runColumns = {
  id: caseRuns.id,
  enrolmentId: caseRuns.enrolmentId,
  lesson: lessons.key,
  number: caseRuns.number,
  path: caseRuns.path,
  endingId: caseRuns.endingId,
  reflection: caseRuns.reflection,
  isReflectionShared: sharedReflections.isShared,
  reflectionHiddenReason: sharedReflections.hiddenReason,
  startedAt: caseRuns.startedAt,
  endedAt: caseRuns.endedAt,
};

/** Cases played, each decision and the reflection. */
export const ownCases: readonly OwnDataPart[] = [
  ownPart('case-runs', runColumns, (db, personId, { limit, offset }) =>
    db
      .select(runColumns)
      .from(caseRuns)
      .innerJoin(enrolments, eq(enrolments.id, caseRuns.enrolmentId))
      .innerJoin(lessons, eq(lessons.id, caseRuns.lessonId))
      .leftJoin(sharedReflections, eq(sharedReflections.runId, caseRuns.id))
      .where(eq(enrolments.personId, personId))
      .orderBy(asc(caseRuns.startedAt), asc(caseRuns.id))
      .limit(limit)
      .offset(offset),
  ),
];
