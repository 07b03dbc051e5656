import { numberOfEnrolment, schema, type Reader, type Tx } from '@xueshi/database';
import {
  afterMissedCheck,
  DEFAULT_COVERAGE_PERCENT,
  lengthMs,
  type IntervalSet,
} from '@xueshi/domain';
import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm';
import { heldAs } from './open-check.ts';

const {
  enrolments,
  learnerPlayheads,
  lessonProgress,
  lessons,
  mediaAssets,
  playbackSessions,
  presenceChecks,
} = schema;

export type CheckRow = typeof presenceChecks.$inferSelect;

export async function findCheck(db: Reader, id: string): Promise<CheckRow | null> {
  const [row] = await db.select().from(presenceChecks).where(eq(presenceChecks.id, id));
  return row ?? null;
}

export async function insertCheck(tx: Tx, row: CheckRow): Promise<void> {
  await tx.insert(presenceChecks).values(row);
}

export async function updateCheck(
  tx: Tx,
  id: string,
  change: Partial<Pick<CheckRow, 'outcome' | 'attempts' | 'settledAt' | 'takenBackMs'>>,
): Promise<void> {
  await tx.update(presenceChecks).set(change).where(eq(presenceChecks.id, id));
}

/** Where a learner stands with checks; the rest of the playhead is the heartbeats' business. */
export async function saveCheckStanding(
  tx: Tx,
  personId: string,
  change: Partial<
    Pick<
      typeof learnerPlayheads.$inferSelect,
      'untilCheckMs' | 'openCheckId' | 'openCheckAskedMs' | 'openCheckDeadlineMs'
    >
  >,
): Promise<void> {
  await tx.update(learnerPlayheads).set(change).where(eq(learnerPlayheads.personId, personId));
}

/** A lecture under way of which something was granted since the last proof. */
export interface UnprovenLecture {
  readonly enrolmentId: string;
  readonly lessonId: string;
  readonly watched: IntervalSet;
  readonly unproven: IntervalSet;
}

export async function unprovenLectures(db: Reader, personId: string): Promise<UnprovenLecture[]> {
  return db
    .select({
      enrolmentId: enrolments.id,
      lessonId: lessonProgress.lessonId,
      watched: lessonProgress.watched,
      unproven: lessonProgress.unproven,
    })
    .from(lessonProgress)
    .innerJoin(enrolments, eq(enrolments.number, lessonProgress.enrolmentNumber))
    .where(
      and(
        eq(enrolments.personId, personId),
        isNull(lessonProgress.completedAt),
        ne(lessonProgress.unproven, sql`0`),
      ),
    );
}

const ofLecture = (lecture: Pick<UnprovenLecture, 'enrolmentId' | 'lessonId'>) =>
  and(
    eq(lessonProgress.enrolmentNumber, numberOfEnrolment(lecture.enrolmentId)),
    eq(lessonProgress.lessonId, lecture.lessonId),
  );

/** The learner was there: what was granted stays. */
export async function proveLectures(tx: Tx, lectures: readonly UnprovenLecture[]): Promise<void> {
  for (const lecture of lectures)
    await tx.update(lessonProgress).set({ unproven: [] }).where(ofLecture(lecture));
}

/** Takes back what was granted since the last proof; the next check is due at once. Returns ms. */
export async function missCheck(tx: Tx, personId: string): Promise<number> {
  const lectures = (await unprovenLectures(tx, personId)).map((lecture) => ({
    lecture,
    stays: afterMissedCheck(lecture.watched, lecture.unproven),
  }));
  await saveCheckStanding(tx, personId, { ...heldAs(null), untilCheckMs: 0 });
  return takeBack(tx, lectures);
}

/** The learner was not there: what was granted since the last proof is taken back. */
async function takeBack(
  tx: Tx,
  lectures: readonly { lecture: UnprovenLecture; stays: IntervalSet }[],
): Promise<number> {
  let takenBackMs = 0;
  for (const { lecture, stays } of lectures) {
    takenBackMs += lengthMs(lecture.watched) - lengthMs(stays);
    await tx
      .update(lessonProgress)
      .set({
        watched: stays.map(([from, to]) => [from, to] as const),
        watchedMs: lengthMs(stays),
        unproven: [],
        resumeMs: lecture.unproven[0]?.[0] ?? 0,
      })
      .where(ofLecture(lecture));
  }
  return takenBackMs;
}

export type PlayedLecture = Pick<
  typeof playbackSessions.$inferSelect,
  'durationMs' | 'coveragePercent'
>;

/** The server's own length of a lecture and how much completes it, by the newest playback of it. */
export async function playedLecture(
  db: Reader,
  lecture: Pick<UnprovenLecture, 'enrolmentId' | 'lessonId'>,
): Promise<PlayedLecture | null> {
  const [row] = await db
    .select({
      durationMs: playbackSessions.durationMs,
      coveragePercent: playbackSessions.coveragePercent,
    })
    .from(playbackSessions)
    .where(
      and(
        eq(playbackSessions.enrolmentId, lecture.enrolmentId),
        eq(playbackSessions.lessonId, lecture.lessonId),
      ),
    )
    .orderBy(desc(playbackSessions.epoch))
    .limit(1);
  return row ?? (await packagedLecture(db, lecture.lessonId));
}

/** Where all playbacks of a lecture are long past: the length of its package, and the default. */
async function packagedLecture(db: Reader, lessonId: string): Promise<PlayedLecture | null> {
  const [row] = await db
    .select({ durationMs: mediaAssets.durationMs })
    .from(lessons)
    .innerJoin(mediaAssets, eq(mediaAssets.id, lessons.mediaAssetId))
    .where(eq(lessons.id, lessonId));
  if (!row || row.durationMs === null) return null;
  return { durationMs: row.durationMs, coveragePercent: DEFAULT_COVERAGE_PERCENT };
}
