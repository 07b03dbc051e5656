// What people have in common on a day: a browser, an address. Read one browser and one address after
// the other, so that memory does not grow with the installation.
import { schema, type Reader } from '@xueshi/database';
import type { OpenedAt, PhasedBeat, QuizSheet } from '@xueshi/domain';
import { and, asc, countDistinct, eq, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm';
import { sheetOf } from '../assessment/service.ts';
import type { InspectedDay } from './training-night.ts';

const { evidenceOrigins, heartbeats, playbackSessions } = schema;

/** At one address with more people than this stands a proxy that was not named in TRUSTED_PROXIES. */
const MOST_PEOPLE = 200;
const MOST_ORIGINS = 2_000;
const MOST_BEATS = 200_000;

const onDay = (kind: 'playback' | 'quiz', { fromMs, toMs }: InspectedDay) =>
  and(
    eq(evidenceOrigins.kind, kind),
    gte(evidenceOrigins.at, new Date(fromMs)),
    lt(evidenceOrigins.at, new Date(toMs)),
  );

/** Browsers in which at least `people` people opened playbacks that day. */
export async function sharedMarks(
  db: Reader,
  day: InspectedDay,
  people: number,
): Promise<string[]> {
  const mark = evidenceOrigins.browserMark;
  const rows = await db
    .select({ mark })
    .from(evidenceOrigins)
    .where(and(onDay('playback', day), isNotNull(mark)))
    .groupBy(mark)
    .having(sql`${countDistinct(evidenceOrigins.personId)} >= ${people}`);
  return rows.flatMap((row) => row.mark ?? []);
}

export async function openedIn(db: Reader, day: InspectedDay, mark: string): Promise<OpenedAt[]> {
  const rows = await db
    .select()
    .from(evidenceOrigins)
    .where(and(onDay('playback', day), eq(evidenceOrigins.browserMark, mark)))
    .orderBy(asc(evidenceOrigins.at))
    .limit(MOST_ORIGINS);
  return rows.map(({ id, personId, at }) => ({ personId, sessionId: id, atMs: at.getTime() }));
}

/** Addresses from which between `people` and 200 people learned, or did quizzes, that day. */
export async function sharedAddresses(
  db: Reader,
  kind: 'playback' | 'quiz',
  day: InspectedDay,
  people: number,
): Promise<string[]> {
  const { address, personId } = evidenceOrigins;
  const rows = await db
    .select({ address })
    .from(evidenceOrigins)
    .where(and(onDay(kind, day), ne(address, '')))
    .groupBy(address)
    .having(
      sql`${countDistinct(personId)} >= ${people} AND ${countDistinct(personId)} <= ${MOST_PEOPLE}`,
    );
  return rows.map((row) => row.address);
}

async function originsAt(
  db: Reader,
  kind: 'playback' | 'quiz',
  day: InspectedDay,
  address: string,
): Promise<string[]> {
  const rows = await db
    .select({ id: evidenceOrigins.id })
    .from(evidenceOrigins)
    .where(and(onDay(kind, day), eq(evidenceOrigins.address, address)))
    .limit(MOST_ORIGINS);
  return rows.map((row) => row.id);
}

export async function beatsAt(
  db: Reader,
  day: InspectedDay,
  address: string,
): Promise<PhasedBeat[]> {
  const ids = await originsAt(db, 'playback', day, address);
  const rows = await db
    .select({
      personId: playbackSessions.personId,
      sessionId: heartbeats.sessionId,
      at: heartbeats.receivedAt,
    })
    .from(heartbeats)
    .innerJoin(playbackSessions, eq(playbackSessions.id, heartbeats.sessionId))
    .where(and(inArray(heartbeats.sessionId, ids), lt(heartbeats.receivedAt, new Date(day.toMs))))
    .limit(MOST_BEATS);
  return rows.map(({ at, ...row }) => ({ ...row, atMs: at.getTime() }));
}

/** Papers handed in from an address that day, by quiz. */
export async function sheetsAt(
  db: Reader,
  day: InspectedDay,
  address: string,
): Promise<{ lessonId: string; sheets: QuizSheet[] }[]> {
  const byQuiz = new Map<string, QuizSheet[]>();
  for (const id of await originsAt(db, 'quiz', day, address)) {
    const found = await sheetOf(db, id);
    if (!found) continue;
    byQuiz.set(found.lessonId, [...(byQuiz.get(found.lessonId) ?? []), found.sheet]);
  }
  return [...byQuiz].map(([lessonId, sheets]) => ({ lessonId, sheets }));
}
