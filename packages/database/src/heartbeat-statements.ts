// Bulk upsert for heartbeats, one body per dialect (DESIGN.md decision 10). This is the one write
// that comes hundreds of times a second; building it as a query would cost more than the write.
import type { InStatement } from '@libsql/client';
import { pieces, statement } from './bulk-statement.ts';
import { packRanges } from './ranges.ts';
import type * as schema from './schema/index.ts';

type Row<T extends { $inferSelect: unknown }> = T['$inferSelect'];

export interface HeartbeatWrites {
  readonly heartbeats: readonly Row<typeof schema.heartbeats>[];
  readonly sessions: readonly Pick<
    Row<typeof schema.playbackSessions>,
    'id' | 'lastSeq' | 'lastMonoMs' | 'headHash'
  >[];
  readonly playheads: readonly Row<typeof schema.learnerPlayheads>[];
  readonly progress: readonly Pick<
    Row<typeof schema.lessonProgress>,
    'enrolmentNumber' | 'lessonId' | 'watched' | 'watchedMs' | 'resumeMs' | 'unproven'
  >[];
}

/**
 * The statements that put a group of heartbeats and what they change on disk. Sessions, playheads
 * and progress must exist already: each is only moved forward, and no check begins or ends. Times are instants; ranges are ms.
 */
export function heartbeatStatements(writes: HeartbeatWrites): InStatement[] {
  return [
    ...pieces(writes.heartbeats).map((rows) =>
      statement(
        rows,
        9,
        (values) =>
          `INSERT INTO heartbeats (session_id, seq, received_at, body_hash, body, claimed_ms, granted_ms, withheld_ms, hash) VALUES ${values}`,
        (row) => [
          row.sessionId,
          row.seq,
          row.receivedAt.getTime(),
          row.bodyHash,
          row.body,
          row.claimedMs,
          row.grantedMs,
          row.withheldMs,
          row.hash,
        ],
      ),
    ),
    ...pieces(writes.sessions).map((rows) =>
      statement(
        rows,
        4,
        (values) =>
          `UPDATE playback_sessions SET last_seq = v.column2, last_mono_ms = v.column3, head_hash = v.column4 FROM (VALUES ${values}) AS v WHERE playback_sessions.id = v.column1`,
        (row) => [row.id, row.lastSeq, row.lastMonoMs, Buffer.from(row.headHash, 'base64url')],
      ),
    ),
    ...pieces(writes.playheads).map((rows) =>
      statement(
        rows,
        4,
        (values) =>
          `UPDATE learner_playheads SET tokens_ms = v.column2, last_server_ms = v.column3, until_check_ms = v.column4 FROM (VALUES ${values}) AS v WHERE learner_playheads.person_id = v.column1`,
        (row) => [row.personId, row.tokensMs, row.lastServerMs, row.untilCheckMs],
      ),
    ),
    ...pieces(writes.progress).map((rows) =>
      statement(
        rows,
        6,
        (values) =>
          `UPDATE lesson_progress SET watched = v.column3, watched_ms = v.column4, resume_ms = v.column5, unproven = v.column6 FROM (VALUES ${values}) AS v WHERE lesson_progress.enrolment_number = v.column1 AND lesson_progress.lesson_id = v.column2`,
        (row) => [
          row.enrolmentNumber,
          row.lessonId,
          packRanges(row.watched),
          row.watchedMs,
          row.resumeMs,
          packRanges(row.unproven),
        ],
      ),
    ),
  ];
}
