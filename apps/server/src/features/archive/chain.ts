// The hash chain of a playback's heartbeats, and what they come to.
import { schema, type Reader } from '@xueshi/database';
import { clip, normalise, type Interval, type IntervalSet } from '@xueshi/domain';
import { asc, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';

const { heartbeats } = schema;

export type HeartbeatRow = typeof heartbeats.$inferSelect;

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

export function beatsOf(db: Reader, sessionId: string): Promise<HeartbeatRow[]> {
  return db
    .select()
    .from(heartbeats)
    .where(eq(heartbeats.sessionId, sessionId))
    .orderBy(asc(heartbeats.seq));
}

/** Where the chain breaks, as a sentence; null where every link holds and the head is the given one. */
export function brokenLink(
  rows: readonly HeartbeatRow[],
  session: { lastSeq: number; headHash: string },
): string | null {
  let previous = '';
  for (const [at, row] of rows.entries()) {
    if (row.seq !== at + 1) return `heartbeat ${at + 1} is missing`;
    const link = `${previous}|${row.bodyHash}|${row.receivedAt.getTime()}|${row.grantedMs}`;
    if (sha256(row.body) !== row.bodyHash || sha256(link) !== row.hash)
      return `heartbeat ${row.seq} is not as it was written`;
    previous = row.hash;
  }
  if (rows.length !== session.lastSeq)
    return `${session.lastSeq} heartbeats were acknowledged, ${rows.length} are there`;
  return previous === session.headHash ? null : 'the chain has another head';
}

/** The spans of a beat as it is kept: see `bodyOf` in playback. */
function spansOf(body: string): Interval[] {
  const [, , spans] = JSON.parse(body) as [number, number, [number, number, number][]];
  return spans.map(([from, to]) => [from, to]);
}

/** Media time that the heartbeats claim as played, each ms once. */
export function playedIn(rows: readonly HeartbeatRow[], durationMs: number): IntervalSet {
  return clip(normalise(rows.flatMap((row) => spansOf(row.body))), durationMs);
}
