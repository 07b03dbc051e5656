// Proves the evidence of watching: every chain of heartbeats, every archive, and that nothing counts
// as watched which no report claimed. `xueshi check` and the tests call it.
import { schema, type Reader } from '@xueshi/database';
import {
  isIntervalSet,
  lengthMs,
  normalise,
  subtract,
  type Interval,
  type IntervalSet,
} from '@xueshi/domain';
import { and, asc, count, eq, gt } from 'drizzle-orm';
import { offlinePartsByPosition } from '../offline-credit/service.ts';
import { beatsOf, brokenLink, playedIn } from './chain.ts';
import { movesOf, positionNow } from './positions.ts';

const { enrolments, lessonProgress, lessons, playbackSessions, watchArchives } = schema;

export interface EvidenceProblem {
  readonly personId: string;
  readonly detail: string;
}

export interface EvidenceCheck {
  readonly playbacks: number;
  readonly archives: number;
  readonly problems: readonly EvidenceProblem[];
}

const PAGE = 500;

/** Every problem of every enrolment's evidence; none proves it. */
export async function checkEvidence(db: Reader): Promise<EvidenceCheck> {
  const problems: EvidenceProblem[] = [];
  let after = '';
  for (;;) {
    const page = await db
      .select({
        id: enrolments.id,
        number: enrolments.number,
        personId: enrolments.personId,
        courseVersionId: enrolments.courseVersionId,
      })
      .from(enrolments)
      .where(gt(enrolments.id, after))
      .orderBy(asc(enrolments.id))
      .limit(PAGE);
    for (const { personId, ...enrolment } of page) {
      for (const detail of await faultsOf(db, enrolment)) problems.push({ personId, detail });
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
  }
  const [live] = await db.select({ rows: count() }).from(playbackSessions);
  const [kept] = await db.select({ rows: count() }).from(watchArchives);
  return { playbacks: live?.rows ?? 0, archives: kept?.rows ?? 0, problems };
}

type Version = Pick<typeof enrolments.$inferSelect, 'id' | 'number' | 'courseVersionId'>;

/** What did not go over to the version that is learned now counts for nothing, and proves nothing. */
async function faultsOf(db: Reader, enrolment: Version): Promise<string[]> {
  const { id: enrolmentId, number, courseVersionId } = enrolment;
  const faults: string[] = [];
  const played = new Map<number, Interval[]>();
  const add = (position: number, set: IntervalSet) =>
    void played.set(position, [...(played.get(position) ?? []), ...set]);
  const sessions = await db
    .select({
      session: playbackSessions,
      position: lessons.position,
      versionId: lessons.courseVersionId,
    })
    .from(playbackSessions)
    .innerJoin(lessons, eq(lessons.id, playbackSessions.lessonId))
    .where(eq(playbackSessions.enrolmentId, enrolmentId));
  for (const { session, position, versionId } of sessions) {
    const rows = await beatsOf(db, session.id);
    const fault = brokenLink(rows, session);
    if (fault) faults.push(`playback ${session.id}: ${fault}`);
    if (versionId === courseVersionId) add(position, playedIn(rows, session.durationMs));
  }
  const archives = await db
    .select()
    .from(watchArchives)
    .where(eq(watchArchives.enrolmentNumber, number));
  const moves = await movesOf(db, [enrolmentId]);
  const live = new Set(sessions.map(({ session }) => session.epoch));
  for (const archive of archives) {
    if (!isSound(archive) || live.has(archive.epoch))
      faults.push(`archive ${enrolmentId}/${archive.epoch} does not hold`);
    else {
      const position = positionNow({ ...archive, enrolmentId }, moves);
      if (position !== null) add(position, archive.played);
    }
  }
  for (const offline of await offlinePartsByPosition(db, enrolmentId))
    if (offline.courseVersionId === courseVersionId) add(offline.position, offline.part);
  return [...faults, ...(await unclaimed(db, enrolment, played))];
}

function isSound(archive: typeof watchArchives.$inferSelect): boolean {
  const { played, grantedMs, withheldMs, refusedMs, lastedSeconds, beats, headHash } = archive;
  return (
    isIntervalSet(played) &&
    beats > 0 &&
    lastedSeconds >= 0 &&
    grantedMs >= 0 &&
    withheldMs >= 0 &&
    refusedMs >= 0 &&
    /^[A-Za-z0-9_-]{43}$/.test(headHash)
  );
}

/** Lectures of which more counts as watched than reports ever claimed. */
async function unclaimed(
  db: Reader,
  { number, courseVersionId }: Version,
  played: ReadonlyMap<number, readonly Interval[]>,
): Promise<string[]> {
  const rows = await db
    .select({ progress: lessonProgress, position: lessons.position, key: lessons.key })
    .from(lessonProgress)
    .innerJoin(lessons, eq(lessons.id, lessonProgress.lessonId))
    .where(
      and(
        eq(lessonProgress.enrolmentNumber, number),
        eq(lessons.courseVersionId, courseVersionId),
        eq(lessons.kind, 'lecture'),
      ),
    );
  return rows.flatMap(({ progress, position, key }) => {
    const { watched, watchedMs } = progress;
    if (!isIntervalSet(watched) || lengthMs(watched) !== watchedMs)
      return [`lesson ${key}: ${watchedMs} ms are said to be watched, which is not so`];
    const without = lengthMs(subtract(watched, normalise(played.get(position) ?? [])));
    return without > 0 ? [`lesson ${key}: ${without} ms count that no report claimed`] : [];
  });
}
