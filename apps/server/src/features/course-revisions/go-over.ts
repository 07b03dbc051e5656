// An enrolment goes over to the current version of its course, with all that can go with it.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { progressChanges } from '../../platform/progress-changes.ts';
import { carriedBy, type Revision } from '../catalogue/service.ts';
import { completeCourseIfDone, type Enrolment } from '../learning/service.ts';
import { carryLessons } from './carry-lessons.ts';

const {
  enrolmentMoves,
  enrolments,
  lessons,
  playbackSessions,
  presenceChecks,
  quizAttempts,
  watchArchives,
} = schema;

export type MoveCause = 'correction' | 'chosen' | 'overdue';

/**
 * What has to end before an enrolment can go over: a presence check that waits for its answer, or an
 * attempt at a quiz that does not go over and still has time.
 */
export async function isBusy(
  db: Reader,
  enrolment: Enrolment,
  revision: Revision,
  now: Date,
): Promise<boolean> {
  const [check] = await db
    .select({ id: presenceChecks.id })
    .from(presenceChecks)
    .innerJoin(playbackSessions, eq(playbackSessions.id, presenceChecks.sessionId))
    .where(and(eq(playbackSessions.enrolmentId, enrolment.id), eq(presenceChecks.outcome, 'open')))
    .limit(1);
  if (check) return true;
  const carried = new Set((await carriedBy(db, revision)).map(({ was }) => was.id));
  const attempts = await db
    .select({ lessonId: quizAttempts.lessonId })
    .from(quizAttempts)
    .innerJoin(lessons, eq(lessons.id, quizAttempts.lessonId))
    .where(
      and(
        eq(quizAttempts.enrolmentId, enrolment.id),
        eq(lessons.courseVersionId, enrolment.courseVersionId),
        isNull(quizAttempts.submittedAt),
        or(isNull(quizAttempts.deadlineAt), gt(quizAttempts.deadlineAt, now)),
      ),
    );
  return attempts.some(({ lessonId }) => !carried.has(lessonId));
}

/** What an enrolment is worth after going over: a correction leaves what was pinned. */
export const valueAfter = (
  enrolment: Pick<Enrolment, 'valueHundredths'>,
  { kind, to }: Pick<Revision, 'kind' | 'to'>,
): number => (kind === 'correction' ? enrolment.valueHundredths : to.valueHundredths);

/**
 * Moves an enrolment that is not complete, in the caller's transaction. Where nothing is left to learn the
 * course is complete with it, and is credited. Nothing that was done is removed.
 */
export async function goOver(
  platform: Platform,
  tx: Tx,
  {
    enrolment,
    revision,
    cause,
    now,
  }: {
    readonly enrolment: Enrolment;
    readonly revision: Revision;
    readonly cause: MoveCause;
    readonly now: Date;
  },
): Promise<void> {
  const pairs = await carriedBy(tx, revision);
  const { id: enrolmentId, personId, valueHundredths: valueBefore } = enrolment;
  const value = valueAfter(enrolment, revision);
  const of = eq(enrolmentMoves.enrolmentId, enrolmentId);
  const moves = await tx.$count(enrolmentMoves, of);
  const archived = await tx
    .select({ epoch: watchArchives.epoch })
    .from(watchArchives)
    .where(eq(watchArchives.enrolmentNumber, enrolment.number));
  await tx.insert(enrolmentMoves).values({
    enrolmentId,
    number: moves + 1,
    fromVersionId: revision.from.id,
    toVersionId: revision.to.id,
    cause,
    valueBefore,
    valueAfter: value,
    positions: pairs.map(({ was, is }) => [was.position, is.position] as const),
    archivedEpochs: archived.map(({ epoch }) => epoch),
    movedAt: now,
  });
  const ids = new Map(pairs.map(({ was, is }) => [was.id, is.id]));
  await carryLessons(tx, { enrolmentId, personId }, ids);
  const moved = { courseVersionId: revision.to.id, valueHundredths: value };
  await tx.update(enrolments).set(moved).where(eq(enrolments.id, enrolmentId));
  await completeCourseIfDone(platform, tx, {
    enrolment: { ...enrolment, ...moved },
    lessonId: null,
    now,
  });
  progressChanges(platform).tell(personId);
}
