import { schema, type Reader, type Tx } from '@xueshi/database';
import type { LectureQuestion } from '@xueshi/domain';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { openQuestions } from '../lecture-questions/service.ts';

const { enrolments, heartbeats, learnerPlayheads, lessonProgress, playbackSessions } = schema;

export type PlaybackRow = typeof playbackSessions.$inferSelect;
export type PlayheadRow = typeof learnerPlayheads.$inferSelect;
export type ProgressRow = typeof lessonProgress.$inferSelect;
export type HeartbeatRow = typeof heartbeats.$inferSelect;

/** All that one report is judged by. */
export interface PlaybackState {
  session: PlaybackRow;
  playhead: PlayheadRow;
  progress: ProgressRow;
  enrolment: typeof enrolments.$inferSelect;
  /** The author's questions that were not answered right yet. */
  questions: readonly LectureQuestion[];
  /** What the next report must bring with it, where it was worked out already: most reports bring just this. */
  nonces?: { readonly key: string; readonly next: string };
}

export async function findSession(db: Reader, sessionId: string): Promise<PlaybackRow | null> {
  const [row] = await db.select().from(playbackSessions).where(eq(playbackSessions.id, sessionId));
  return row ?? null;
}

export async function findByRequest(
  db: Reader,
  personId: string,
  requestId: string,
): Promise<PlaybackRow | null> {
  const [row] = await db
    .select()
    .from(playbackSessions)
    .where(and(eq(playbackSessions.personId, personId), eq(playbackSessions.requestId, requestId)));
  return row ?? null;
}

export async function newestSession(db: Reader, personId: string): Promise<PlaybackRow | null> {
  const [row] = await db
    .select()
    .from(playbackSessions)
    .where(eq(playbackSessions.personId, personId))
    .orderBy(desc(playbackSessions.epoch))
    .limit(1);
  return row ?? null;
}

/** The playback that took the learner's clock with this epoch; null where something else did. */
export async function sessionOfEpoch(
  db: Reader,
  personId: string,
  epoch: number,
): Promise<PlaybackRow | null> {
  const [row] = await db
    .select()
    .from(playbackSessions)
    .where(and(eq(playbackSessions.personId, personId), eq(playbackSessions.epoch, epoch)));
  return row ?? null;
}

export async function leaveTokens(tx: Tx, sessionId: string, leftMs: number): Promise<void> {
  await tx.update(playbackSessions).set({ leftMs }).where(eq(playbackSessions.id, sessionId));
}

export async function playheadOf(db: Reader, personId: string): Promise<PlayheadRow | null> {
  const [row] = await db
    .select()
    .from(learnerPlayheads)
    .where(eq(learnerPlayheads.personId, personId));
  return row ?? null;
}

export async function savePlayheads(tx: Tx, rows: readonly PlayheadRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(learnerPlayheads)
    .values([...rows])
    .onConflictDoUpdate({
      target: learnerPlayheads.personId,
      set: {
        epoch: sql`excluded.epoch`,
        tokensMs: sql`excluded.tokens_ms`,
        lastServerMs: sql`excluded.last_server_ms`,
        untilCheckMs: sql`excluded.until_check_ms`,
        openCheckId: sql`excluded.open_check_id`,
        openCheckAskedMs: sql`excluded.open_check_asked_ms`,
        openCheckDeadlineMs: sql`excluded.open_check_deadline_ms`,
      },
    });
}

export async function insertSession(tx: Tx, row: PlaybackRow): Promise<void> {
  await tx.insert(playbackSessions).values(row);
}

export async function closeSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx
    .update(playbackSessions)
    .set({ closedAt: now })
    .where(eq(playbackSessions.id, sessionId));
}

/** The state of several sessions; one query more for each whose lecture asks questions. */
export async function readStates(
  db: Reader,
  sessionIds: readonly string[],
): Promise<Map<string, PlaybackState>> {
  const rows = await db
    .select({
      session: playbackSessions,
      playhead: learnerPlayheads,
      progress: lessonProgress,
      enrolment: enrolments,
    })
    .from(playbackSessions)
    .innerJoin(learnerPlayheads, eq(learnerPlayheads.personId, playbackSessions.personId))
    .innerJoin(enrolments, eq(enrolments.id, playbackSessions.enrolmentId))
    .innerJoin(
      lessonProgress,
      and(
        eq(lessonProgress.enrolmentNumber, enrolments.number),
        eq(lessonProgress.lessonId, playbackSessions.lessonId),
      ),
    )
    .where(inArray(playbackSessions.id, [...sessionIds]));
  const states = new Map<string, PlaybackState>();
  for (const row of rows)
    states.set(row.session.id, { ...row, questions: await openQuestions(db, row.session) });
  return states;
}

export async function storedBeats(db: Reader, sessionId: string, seqs: readonly number[]) {
  const rows = await db
    .select({
      seq: heartbeats.seq,
      receivedAt: heartbeats.receivedAt,
      bodyHash: heartbeats.bodyHash,
      grantedMs: heartbeats.grantedMs,
      withheldMs: heartbeats.withheldMs,
    })
    .from(heartbeats)
    .where(and(eq(heartbeats.sessionId, sessionId), inArray(heartbeats.seq, [...seqs])));
  return new Map(rows.map((row) => [row.seq, row]));
}

export async function insertHeartbeats(tx: Tx, rows: readonly HeartbeatRow[]): Promise<void> {
  // SQLite takes 32,766 bound values in a statement; nine to a row.
  for (let from = 0; from < rows.length; from += 1000) {
    await tx.insert(heartbeats).values(rows.slice(from, from + 1000));
  }
}

export async function saveSessions(tx: Tx, rows: readonly PlaybackRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(playbackSessions)
    .values([...rows])
    .onConflictDoUpdate({
      target: playbackSessions.id,
      set: {
        lastSeq: sql`excluded.last_seq`,
        lastMonoMs: sql`excluded.last_mono_ms`,
        headHash: sql`excluded.head_hash`,
        leftMs: sql`excluded.left_ms`,
      },
    });
}

export async function saveProgress(tx: Tx, rows: readonly ProgressRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(lessonProgress)
    .values([...rows])
    .onConflictDoUpdate({
      target: [lessonProgress.enrolmentNumber, lessonProgress.lessonId],
      set: {
        watched: sql`excluded.watched`,
        watchedMs: sql`excluded.watched_ms`,
        unproven: sql`excluded.unproven`,
        resumeMs: sql`excluded.resume_ms`,
      },
    });
}
