// What is on record of one person's day, as the rules look at it. Bounded: a day of honest reports is
// at most 5,760 heartbeats; more than the limit are not read.
import { FETCHED_AHEAD, schema, type Reader } from '@xueshi/database';
import {
  DEFAULT_PRESENCE_POLICY,
  normalise,
  type CompletedLecture,
  type FetchedAhead,
  type Interval,
  type IntervalSet,
  type Opening,
  type PassedCheck,
  type RefusedReports,
  type SeenBeat,
} from '@xueshi/domain';
import { and, asc, eq, gte, inArray, isNotNull, lt } from 'drizzle-orm';
import { DAY_MS, type InspectedDay } from './training-night.ts';

const {
  enrolments,
  evidenceOrigins,
  heartbeats,
  learnerPlayheads,
  lessonProgress,
  mediaDeliveries,
  playbackIncidents,
  playbackSessions,
  presenceChecks,
} = schema;

const MOST_BEATS = 20_000;
/** A playback is not kept open longer: a tab that is left open is superseded or closed before. */
const LONGEST_PLAYBACK_MS = 7 * DAY_MS;

export type Session = typeof playbackSessions.$inferSelect;

export interface PersonFacts {
  readonly sessions: ReadonlyMap<string, Session>;
  /** From the evening before to the end of the day, ascending by arrival. */
  readonly beats: readonly SeenBeat[];
  /** Media time claimed as played that day, by playback. */
  readonly claimed: ReadonlyMap<string, IntervalSet>;
  readonly openings: readonly Opening[];
  readonly checks: readonly PassedCheck[];
  readonly completed: readonly CompletedLecture[];
  readonly refused: readonly RefusedReports[];
  readonly fetchedAhead: readonly FetchedAhead[];
  /** What was sent, by media asset. */
  readonly delivered: ReadonlyMap<string, IntervalSet>;
  /** Whether an accommodation gives this person more time for presence checks. */
  readonly isAccommodated: boolean;
}

export const mayHaveBeenOpenOn = (day: InspectedDay) =>
  and(
    gte(playbackSessions.openedAt, new Date(day.fromMs - LONGEST_PLAYBACK_MS)),
    lt(playbackSessions.openedAt, new Date(day.toMs)),
  );

export async function readPersonFacts(
  db: Reader,
  personId: string,
  day: InspectedDay,
): Promise<PersonFacts> {
  const sessions = await db
    .select()
    .from(playbackSessions)
    .where(and(eq(playbackSessions.personId, personId), mayHaveBeenOpenOn(day)))
    .orderBy(asc(playbackSessions.epoch));
  const ids = sessions.map((session) => session.id);
  const [playhead] = await db
    .select({ checkTimeMs: learnerPlayheads.checkTimeMs })
    .from(learnerPlayheads)
    .where(eq(learnerPlayheads.personId, personId));
  return {
    sessions: new Map(sessions.map((session) => [session.id, session])),
    ...(await readBeats(db, ids, day)),
    openings: await readOpenings(db, sessions, day),
    checks: await readChecks(db, personId, day),
    completed: await readCompleted(db, personId, sessions, day),
    ...(await readIncidents(db, ids, day)),
    delivered: await readDelivered(db, personId, sessions),
    isAccommodated: (playhead?.checkTimeMs ?? 0) > DEFAULT_PRESENCE_POLICY.deadlineMs,
  };
}

type Body = [
  seq: number,
  monoMs: number,
  spans: [number, number, number][],
  state: string,
  visible: boolean,
  muted: boolean,
  sinceInputMs: number,
];

async function readBeats(db: Reader, sessionIds: string[], day: InspectedDay) {
  const claimed = new Map<string, Interval[]>();
  if (sessionIds.length === 0) return { beats: [], claimed };
  const rows = await db
    .select({
      sessionId: heartbeats.sessionId,
      receivedAt: heartbeats.receivedAt,
      body: heartbeats.body,
      claimedMs: heartbeats.claimedMs,
      grantedMs: heartbeats.grantedMs,
    })
    .from(heartbeats)
    .where(
      and(
        inArray(heartbeats.sessionId, sessionIds),
        gte(heartbeats.receivedAt, new Date(day.night.fromMs)),
        lt(heartbeats.receivedAt, new Date(day.toMs)),
      ),
    )
    .orderBy(asc(heartbeats.receivedAt), asc(heartbeats.seq))
    .limit(MOST_BEATS);
  const beats = rows.map(({ receivedAt, body, ...row }): SeenBeat => {
    const [, , spans, , visible, , sinceInputMs] = JSON.parse(body) as Body;
    const own = claimed.get(row.sessionId) ?? [];
    claimed.set(row.sessionId, own);
    if (receivedAt.getTime() >= day.fromMs)
      own.push(...spans.map(([from, to]): Interval => [from, to]));
    return { ...row, atMs: receivedAt.getTime(), visible, sinceInputMs };
  });
  return {
    beats,
    claimed: new Map([...claimed].map(([id, spans]) => [id, normalise(spans)])),
  };
}

async function readOpenings(
  db: Reader,
  sessions: readonly Session[],
  day: InspectedDay,
): Promise<Opening[]> {
  const today = sessions.filter((session) => session.openedAt.getTime() >= day.fromMs);
  if (today.length === 0) return [];
  const origins = await db
    .select({ id: evidenceOrigins.id, browserMark: evidenceOrigins.browserMark })
    .from(evidenceOrigins)
    .where(
      inArray(
        evidenceOrigins.id,
        today.map((session) => session.id),
      ),
    );
  const marks = new Map(origins.map((origin) => [origin.id, origin.browserMark]));
  return today.map((session) => ({
    sessionId: session.id,
    openedMs: session.openedAt.getTime(),
    closedMs: session.closedAt?.getTime() ?? null,
    device: marks.get(session.id) ?? session.device,
  }));
}

async function readChecks(db: Reader, personId: string, day: InspectedDay): Promise<PassedCheck[]> {
  const rows = await db
    .select()
    .from(presenceChecks)
    .where(
      and(
        eq(presenceChecks.personId, personId),
        gte(presenceChecks.askedAt, new Date(day.fromMs)),
        lt(presenceChecks.askedAt, new Date(day.toMs)),
        eq(presenceChecks.outcome, 'passed'),
      ),
    )
    .orderBy(asc(presenceChecks.askedAt));
  return rows.flatMap(({ sessionId, askedAt, settledAt }) =>
    settledAt
      ? [
          {
            sessionId,
            askedMs: askedAt.getTime(),
            tookMs: settledAt.getTime() - askedAt.getTime(),
          },
        ]
      : [],
  );
}

async function readCompleted(
  db: Reader,
  personId: string,
  sessions: readonly Session[],
  day: InspectedDay,
): Promise<CompletedLecture[]> {
  const rows = await db
    .select({
      enrolmentId: enrolments.id,
      lessonId: lessonProgress.lessonId,
      completedAt: lessonProgress.completedAt,
    })
    .from(enrolments)
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentNumber, enrolments.number))
    .where(
      and(
        eq(enrolments.personId, personId),
        isNotNull(lessonProgress.completedAt),
        gte(lessonProgress.completedAt, new Date(day.fromMs)),
        lt(lessonProgress.completedAt, new Date(day.toMs)),
      ),
    );
  return rows.flatMap(({ enrolmentId, lessonId, completedAt }) => {
    const session = sessions.findLast(
      (one) => one.enrolmentId === enrolmentId && one.lessonId === lessonId,
    );
    return completedAt && session
      ? [{ lessonId, sessionId: session.id, atMs: completedAt.getTime() }]
      : [];
  });
}

async function readIncidents(
  db: Reader,
  sessionIds: string[],
  day: InspectedDay,
): Promise<Pick<PersonFacts, 'refused' | 'fetchedAhead'>> {
  if (sessionIds.length === 0) return { refused: [], fetchedAhead: [] };
  const rows = await db
    .select()
    .from(playbackIncidents)
    .where(
      and(
        inArray(playbackIncidents.sessionId, sessionIds),
        gte(playbackIncidents.lastAt, new Date(day.fromMs)),
        lt(playbackIncidents.firstAt, new Date(day.toMs)),
      ),
    );
  const refused = Map.groupBy(
    rows.filter((row) => row.code !== FETCHED_AHEAD),
    (row) => row.sessionId,
  );
  return {
    refused: [...refused].map(([sessionId, own]) => {
      const counted = (code: string) => own.find((row) => row.code === code)?.count ?? 0;
      return {
        sessionId,
        fromMs: Math.min(...own.map((row) => row.firstAt.getTime())),
        toMs: Math.max(...own.map((row) => row.lastAt.getTime())),
        conflicts: counted('sequence-conflict'),
        badNonces: counted('bad-nonce'),
      };
    }),
    fetchedAhead: rows
      .filter((row) => row.code === FETCHED_AHEAD)
      .map(({ sessionId, firstAt, lastAt, aheadMs }) => ({
        sessionId,
        fromMs: firstAt.getTime(),
        toMs: lastAt.getTime(),
        aheadMs: aheadMs ?? 0,
      })),
  };
}

async function readDelivered(
  db: Reader,
  personId: string,
  sessions: readonly Session[],
): Promise<Map<string, IntervalSet>> {
  const assets = [...new Set(sessions.map((session) => session.mediaAssetId))];
  if (assets.length === 0) return new Map();
  const rows = await db
    .select()
    .from(mediaDeliveries)
    .where(
      and(eq(mediaDeliveries.personId, personId), inArray(mediaDeliveries.mediaAssetId, assets)),
    );
  return new Map(rows.map((row) => [row.mediaAssetId, row.delivered]));
}
