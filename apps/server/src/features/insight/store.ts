import { schema, type Reader } from '@xueshi/database';
import { clip, normalise, type IntervalSet } from '@xueshi/domain';
import { and, asc, desc, eq, gt, inArray } from 'drizzle-orm';
import { movesOf, playedIn, positionNow } from '../archive/service.ts';

const { enrolments, heartbeats, lessonProgress, lessons, playbackSessions, watchArchives } = schema;

export interface Watching {
  readonly enrolmentId: string;
  readonly watched: IntervalSet;
  readonly resumeMs: number;
  readonly isComplete: boolean;
}

/** The newest who watched something of these lessons, which are one lecture in several versions. */
export async function newestWatching(
  db: Reader,
  lessonIds: readonly string[],
  most: number,
): Promise<Watching[]> {
  const rows = await db
    .select({
      enrolmentId: enrolments.id,
      watched: lessonProgress.watched,
      resumeMs: lessonProgress.resumeMs,
      completedAt: lessonProgress.completedAt,
    })
    .from(lessonProgress)
    .innerJoin(enrolments, eq(enrolments.number, lessonProgress.enrolmentNumber))
    .where(and(inArray(lessonProgress.lessonId, [...lessonIds]), gt(lessonProgress.watchedMs, 0)))
    .orderBy(desc(lessonProgress.startedAt))
    .limit(most);
  return rows.map(({ enrolmentId, watched, resumeMs, completedAt }) => ({
    enrolmentId,
    watched,
    resumeMs,
    isComplete: completedAt !== null,
  }));
}

/** What was played of a lecture, playback by playback, of some enrolments; as reported, or as archived. */
export async function playbacksOf(
  db: Reader,
  enrolmentIds: readonly string[],
  lecture: { readonly lessonIds: readonly string[]; readonly durationMs: number },
): Promise<Map<string, IntervalSet[]>> {
  const found = new Map<string, IntervalSet[]>();
  const add = (enrolmentId: string, played: IntervalSet) =>
    void found.set(enrolmentId, [...(found.get(enrolmentId) ?? []), played]);
  const live = await db
    .select({ enrolmentId: playbackSessions.enrolmentId, beat: heartbeats })
    .from(playbackSessions)
    .innerJoin(heartbeats, eq(heartbeats.sessionId, playbackSessions.id))
    .where(
      and(
        inArray(playbackSessions.enrolmentId, [...enrolmentIds]),
        inArray(playbackSessions.lessonId, [...lecture.lessonIds]),
      ),
    )
    .orderBy(asc(heartbeats.sessionId), asc(heartbeats.seq));
  for (const rows of Map.groupBy(live, ({ beat }) => beat.sessionId).values())
    add(
      rows[0]?.enrolmentId ?? '',
      playedIn(
        rows.map(({ beat }) => beat),
        lecture.durationMs,
      ),
    );
  const positions = await db
    .select({ position: lessons.position })
    .from(lessons)
    .where(inArray(lessons.id, [...lecture.lessonIds]));
  const archived = await db
    .select({
      enrolmentId: enrolments.id,
      epoch: watchArchives.epoch,
      lessonPosition: watchArchives.lessonPosition,
      played: watchArchives.played,
    })
    .from(enrolments)
    .innerJoin(watchArchives, eq(watchArchives.enrolmentNumber, enrolments.number))
    .where(inArray(enrolments.id, [...enrolmentIds]));
  const moves = await movesOf(db, enrolmentIds);
  for (const archive of archived) {
    const now = positionNow(archive, moves);
    if (positions.some(({ position }) => position === now))
      add(archive.enrolmentId, clip(normalise(archive.played), lecture.durationMs));
  }
  return found;
}
