// What was acknowledged beside what is on disk, stretch by stretch.
import { openDatabase, unpackRanges, type Database } from '@xueshi/database';
import { lengthMs, normalise, subtract, type Interval, type IntervalSet } from '@xueshi/domain';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Acknowledged } from './reporting-learners.ts';

/** Every stretch that was answered for is there, and none of it was counted twice. */
export async function compareWithDisk(
  dataFolder: string,
  all: readonly Acknowledged[],
): Promise<void> {
  const database = await openDatabase(join(dataFolder, 'xueshi.db'));
  await compareWithDatabase(database, all);
  await database.close();
}

/** The same in a database that is open. */
export async function compareWithDatabase(
  database: Database,
  all: readonly Acknowledged[],
): Promise<void> {
  const granted = await grantedByReport(database);
  const missing = all.filter(
    (one) => granted.get(`${one.sessionId}/${one.answer.ackSeq}`) !== one.answer.grantedMs,
  );
  expect(missing).toEqual([]);
  const watched = await watchedByEnrolment(database);
  const enrolmentOf = await enrolments(database);
  const told = Map.groupBy(all, (one) => enrolmentOf.get(one.sessionId) ?? 'nobody');
  for (const [enrolment, acknowledged] of told) {
    // Each answer says all that is watched of the lecture by then.
    const stretches = acknowledged.flatMap(({ answer }) => answer.watched as Interval[]);
    expect(subtract(normalise(stretches), watched.get(enrolment)?.set ?? [])).toEqual([]);
  }
  expect(told.size).toBe(new Set(all.map(({ cookie }) => cookie)).size);
  // What all reports on disk were granted is the length of what counts as watched.
  for (const { set, grantedMs, watchedMs } of watched.values()) {
    expect(grantedMs).toBe(lengthMs(set));
    expect(watchedMs).toBe(lengthMs(set));
  }
}

async function grantedByReport({ client }: Database): Promise<Map<string, number>> {
  const { rows } = await client.execute('SELECT session_id, seq, granted_ms FROM heartbeats');
  return new Map(
    rows.map((row) => [
      `${String(row['session_id'])}/${String(row['seq'])}`,
      Number(row['granted_ms']),
    ]),
  );
}

async function enrolments({ client }: Database): Promise<Map<string, string>> {
  const { rows } = await client.execute('SELECT id, enrolment_id FROM playback_sessions');
  return new Map(rows.map((row) => [String(row['id']), String(row['enrolment_id'])]));
}

interface OnDisk {
  readonly set: IntervalSet;
  readonly watchedMs: number;
  /** Of all reports that are on disk. */
  readonly grantedMs: number;
}

/** The course has one lecture. */
async function watchedByEnrolment({ client }: Database): Promise<Map<string, OnDisk>> {
  const { rows } = await client.execute(`
    SELECT e.id, p.watched, p.watched_ms, (SELECT sum(h.granted_ms) FROM heartbeats h JOIN playback_sessions s ON s.id = h.session_id
      WHERE s.enrolment_id = e.id AND s.lesson_id = p.lesson_id) AS granted
    FROM lesson_progress p JOIN enrolments e ON e.number = p.enrolment_number WHERE p.watched_ms > 0`);
  return new Map(
    rows.map((row) => [
      String(row['id']),
      {
        set: unpackRanges(row['watched']),
        watchedMs: Number(row['watched_ms']),
        grantedMs: Number(row['granted']),
      },
    ]),
  );
}
