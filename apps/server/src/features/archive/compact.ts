// Old heartbeats become one row a playback: what was played, the sums, and the head of the chain.
// In small steps, each one transaction, so a crash between two leaves the one whole or not begun.
import { numberOfEnrolment, schema, type Tx } from '@xueshi/database';
import { and, asc, count, eq, gt, inArray, lt, max, or, sum } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../../platform/platform.ts';
import { forgetPlayback } from '../playback/service.ts';
import { heartbeatDaysKept } from '../settings/service.ts';
import { beatsOf, brokenLink, playedIn } from './chain.ts';

const {
  evidenceOrigins,
  heartbeats,
  learnerPlayheads,
  lessons,
  mediaDeliveries,
  playbackIncidents,
  playbackSessions,
  presenceChecks,
  watchArchives,
} = schema;

const DAY_MS = 86_400_000;
/** How much one transaction takes: some 30 ms, which a heartbeat behind it has to wait. */
const BEATS_A_STEP = 1_000;
const SESSIONS_A_STEP = 100;
/** Others come first. */
const REST_MS = 20;

export interface Compaction {
  /** Playbacks whose heartbeats became one row, and how many heartbeats those were. */
  readonly sessions: number;
  readonly beats: number;
  /** Playbacks whose chain does not hold: left as they are, for `xueshi check` to name. */
  readonly broken: number;
}

interface Place {
  readonly at: Date;
  readonly id: string;
}

/** Compacts all that is older than the days kept; nothing where they are kept for ever. */
export async function compactEvidence(
  platform: Platform,
  signal?: AbortSignal,
): Promise<Compaction> {
  const days = await heartbeatDaysKept(platform.db, platform.config);
  const done = { sessions: 0, beats: 0, broken: 0 };
  if (days === 0) return done;
  const before = new Date(platform.clock.now().getTime() - days * DAY_MS);
  await forgetQuizOrigins(platform, before);
  let after: Place | null = null;
  for (;;) {
    if (signal?.aborted) return done;
    const step: Step | null = await platform.write((tx) => takeStep(platform, tx, before, after));
    if (!step) return done;
    done.sessions += step.sessions;
    done.beats += step.beats;
    done.broken += step.broken;
    after = step.upTo;
    await sleep(REST_MS);
  }
}

interface Step extends Compaction {
  readonly upTo: Place;
}

async function takeStep(
  platform: Platform,
  tx: Tx,
  before: Date,
  after: Place | null,
): Promise<Step | null> {
  const { at, id } = evidenceOrigins;
  const candidates = await tx
    .select({ session: playbackSessions, at, lessonPosition: lessons.position })
    .from(evidenceOrigins)
    .innerJoin(playbackSessions, eq(playbackSessions.id, id))
    .innerJoin(lessons, eq(lessons.id, playbackSessions.lessonId))
    .where(
      and(
        lt(at, before),
        after ? or(gt(at, after.at), and(eq(at, after.at), gt(id, after.id))) : undefined,
      ),
    )
    .orderBy(asc(at), asc(id))
    .limit(SESSIONS_A_STEP);
  let beats = 0;
  let broken = 0;
  let sessions = 0;
  let upTo: Place | null = null;
  for (const { session, at: openedAt, lessonPosition } of candidates) {
    if (beats >= BEATS_A_STEP) break;
    upTo = { at: openedAt, id: session.id };
    if (!(await isOver(tx, session, before))) continue;
    const outcome = await compactSession(platform, tx, session, lessonPosition);
    beats += outcome === 'broken' ? 0 : session.lastSeq;
    if (outcome === 'broken') broken += 1;
    else sessions += 1;
  }
  return upTo && { sessions, beats, broken, upTo };
}

type Session = typeof playbackSessions.$inferSelect;

/** Nothing came for long, and no presence check of it waits for its answer. */
async function isOver(tx: Tx, session: Session, before: Date): Promise<boolean> {
  const [last] = await tx
    .select({ at: max(heartbeats.receivedAt) })
    .from(heartbeats)
    .where(eq(heartbeats.sessionId, session.id));
  if (last?.at && last.at >= before) return false;
  const [waiting] = await tx
    .select({ id: presenceChecks.id })
    .from(learnerPlayheads)
    .innerJoin(presenceChecks, eq(presenceChecks.id, learnerPlayheads.openCheckId))
    .where(
      and(
        eq(learnerPlayheads.personId, session.personId),
        eq(presenceChecks.sessionId, session.id),
      ),
    );
  return !waiting;
}

const secondOf = (at: Date) => Math.floor(at.getTime() / 1000);

async function compactSession(
  platform: Platform,
  tx: Tx,
  session: Session,
  lessonPosition: number,
): Promise<'compacted' | 'broken'> {
  const rows = await beatsOf(tx, session.id);
  const fault = brokenLink(rows, session) ?? (await archivedBefore(tx, session));
  if (fault) {
    platform.log.error({ playback: session.id, fault }, 'a playback was not compacted');
    return 'broken';
  }
  const first = rows[0];
  const last = rows.at(-1);
  if (first && last) {
    const total = (of: 'claimedMs' | 'grantedMs' | 'withheldMs') =>
      rows.reduce((all, row) => all + row[of], 0);
    const [grantedMs, withheldMs] = [total('grantedMs'), total('withheldMs')];
    await tx.insert(watchArchives).values({
      enrolmentNumber: numberOfEnrolment(session.enrolmentId),
      epoch: session.epoch,
      lessonPosition,
      beats: rows.length,
      firstAt: first.receivedAt,
      lastedSeconds: secondOf(last.receivedAt) - secondOf(first.receivedAt),
      grantedMs,
      withheldMs,
      refusedMs: total('claimedMs') - grantedMs - withheldMs,
      played: [...playedIn(rows, session.durationMs)],
      headHash: session.headHash,
      ...(await checksOf(tx, session.id)),
    });
  }
  await removeSession(tx, session);
  forgetPlayback(platform, session.personId);
  return 'compacted';
}

/** An archive of a playback that is still there was not made here. */
async function archivedBefore(tx: Tx, { enrolmentId, epoch }: Session): Promise<string | null> {
  const [archive] = await tx
    .select({ beats: watchArchives.beats })
    .from(watchArchives)
    .where(
      and(
        eq(watchArchives.enrolmentNumber, numberOfEnrolment(enrolmentId)),
        eq(watchArchives.epoch, epoch),
      ),
    );
  return archive ? 'it has an archive already' : null;
}

async function checksOf(tx: Tx, sessionId: string) {
  const of = eq(presenceChecks.sessionId, sessionId);
  const [all] = await tx
    .select({ asked: count(), takenBackMs: sum(presenceChecks.takenBackMs).mapWith(Number) })
    .from(presenceChecks)
    .where(of);
  const [missed] = await tx
    .select({ missed: count() })
    .from(presenceChecks)
    .where(and(of, inArray(presenceChecks.outcome, ['missed', 'failed'])));
  return {
    checksAsked: all?.asked ?? 0,
    checksMissed: missed?.missed ?? 0,
    takenBackMs: all?.takenBackMs ?? 0,
  };
}

/** Removes all that the archive stands for; the database refuses where none stands. */
async function removeSession(tx: Tx, session: Session): Promise<void> {
  await tx.delete(heartbeats).where(eq(heartbeats.sessionId, session.id));
  await tx.delete(presenceChecks).where(eq(presenceChecks.sessionId, session.id));
  await tx.delete(playbackIncidents).where(eq(playbackIncidents.sessionId, session.id));
  await tx.delete(evidenceOrigins).where(eq(evidenceOrigins.id, session.id));
  await tx.delete(playbackSessions).where(eq(playbackSessions.id, session.id));
  const sameLecture = and(
    eq(playbackSessions.personId, session.personId),
    eq(playbackSessions.mediaAssetId, session.mediaAssetId),
  );
  const [other] = await tx
    .select({ id: playbackSessions.id })
    .from(playbackSessions)
    .where(sameLecture)
    .limit(1);
  // What was sent in a playback long past lets nobody claim anything any more: it is fetched anew.
  if (!other)
    await tx
      .delete(mediaDeliveries)
      .where(
        and(
          eq(mediaDeliveries.personId, session.personId),
          eq(mediaDeliveries.mediaAssetId, session.mediaAssetId),
        ),
      );
}

async function forgetQuizOrigins({ db, write }: Platform, before: Date): Promise<void> {
  for (;;) {
    const old = await db
      .select({ id: evidenceOrigins.id })
      .from(evidenceOrigins)
      .where(and(lt(evidenceOrigins.at, before), eq(evidenceOrigins.kind, 'quiz')))
      .limit(500);
    if (old.length === 0) return;
    const ids = old.map((one) => one.id);
    await write((tx) => tx.delete(evidenceOrigins).where(inArray(evidenceOrigins.id, ids)));
    await sleep(REST_MS);
  }
}
