// A class that walks a case together: opened, led and ended by its presenter. It credits nothing.
import type { ClassView } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { CLASS_LIFETIME_MS, CLASS_START, moveClass, type ClassMove } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { graphOf } from '../cases/service.ts';
import { findLesson, openCourse, publishedCatalogue } from '../catalogue/service.ts';
import { endWhenExpired, forgetExpiry } from './close-expired.job.ts';
import { hubOf } from './hub.ts';
import { endSession, findByCode, findSession, runningOf, type ClassSession } from './store.ts';
import { caseOf, closingOf, standingOf, viewOf } from './view.ts';

export { CLOSE_EXPIRED_CLASS } from './close-expired.job.ts';
export { closeExpiredHandler } from './close-expired.handler.ts';
export { ownClasses } from './own-data.ts';
export {
  classOf,
  classPicture,
  joinClass,
  readParticipation,
  voteInClass,
  type Device,
} from './participants.ts';
export { hubOf } from './hub.ts';

const { classSessions } = schema;

/** The published cases, and the presenter's own classes that run now. */
export async function listClasses(platform: Platform, actor: Actor) {
  const { courses, heads } = await publishedCatalogue(platform);
  const running = await runningOf(platform.db, actor.personId, platform.clock.now());
  return {
    running: await Promise.all(running.map((session) => headOf(platform.db, session))),
    cases: courses.flatMap(({ course, version }) =>
      (heads.get(version.id) ?? [])
        .filter(({ kind }) => kind === 'case')
        .map(({ key, title }) => ({
          slug: course.slug,
          lessonKey: key,
          courseTitle: version.title,
          title,
        })),
    ),
  };
}

async function headOf(db: Reader, session: ClassSession) {
  const { lesson, version } = await caseOf(db, session);
  return {
    code: session.code ?? '',
    courseTitle: version.title,
    title: lesson.title,
    openedAt: session.openedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}

/** Opens a class on a case, or finds the one on it that the presenter has running. */
export async function openClass(
  platform: Platform,
  actor: Actor,
  place: { slug: string; lessonKey: string },
): Promise<{ code: string }> {
  const { version } = await openCourse(platform.db, place.slug);
  const lesson = await findLesson(platform.db, version.id, place.lessonKey);
  if (!lesson) throw new Refused('lesson-not-found');
  if (lesson.content.kind !== 'case') throw new Refused('wrong-lesson-kind');
  const now = platform.clock.now();
  const expiresAt = new Date(now.getTime() + CLASS_LIFETIME_MS);
  return platform.write(async (tx) => {
    const running = await runningOf(tx, actor.personId, now);
    const same = running.find(({ lessonId }) => lessonId === lesson.id);
    if (same?.code) return { code: same.code };
    const id = newId();
    const code = await freeCode(tx);
    await tx.insert(classSessions).values({
      id,
      code,
      presenterId: actor.personId,
      lessonId: lesson.id,
      phase: CLASS_START.phase,
      path: [],
      version: 0,
      openedAt: now,
      expiresAt,
    });
    await endWhenExpired(tx, id, expiresAt);
    await audit(tx, actor, { action: 'class-opened', sessionId: id, now });
    return { code };
  });
}

/** Six digits that no class has; those of one that ran out but was not ended yet are taken too. */
async function freeCode(tx: Tx): Promise<string> {
  for (;;) {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const [taken] = await tx
      .select({ id: classSessions.id })
      .from(classSessions)
      .where(eq(classSessions.code, code));
    if (!taken) return code;
  }
}

async function audit(
  tx: Tx,
  actor: Actor,
  {
    action,
    sessionId,
    now,
  }: { action: 'class-opened' | 'class-closed'; sessionId: string; now: Date },
): Promise<void> {
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: `class:${sessionId}`,
    detail: {},
    address: actor.address,
  });
}

/** A class of the presenter's own; another's is not found. */
async function ownClass(db: Reader, actor: Actor, code: string, now: Date): Promise<ClassSession> {
  const session = await findByCode(db, code, now);
  if (session?.presenterId !== actor.personId) throw new Refused('class-unknown');
  return session;
}

export async function readScreen(
  platform: Platform,
  actor: Actor,
  code: string,
): Promise<ClassView> {
  return viewOf(platform, await ownClass(platform.db, actor, code, platform.clock.now()));
}

const REFUSALS = {
  'choice-needed': 'class-choice-needed',
  'not-now': 'class-step-not-current',
  'unknown-option': 'case-option-unknown',
  'at-end': 'class-at-end',
} as const;

/** Takes one step from the step that the presenter sees: pressed twice, it is taken once. */
export async function stepClass(
  platform: Platform,
  actor: Actor,
  code: string,
  { version, move }: { version: number; move: ClassMove },
): Promise<ClassView> {
  const { content } = await caseOf(
    platform.db,
    await ownClass(platform.db, actor, code, platform.clock.now()),
  );
  const next = await platform.write(async (tx) => {
    const session = await ownClass(tx, actor, code, platform.clock.now());
    if (session.version !== version) throw new Refused('class-step-not-current');
    const moved = moveClass(graphOf(content), standingOf(session), move, closingOf(content));
    if (moved.kind === 'refused') throw new Refused(REFUSALS[moved.reason]);
    const { phase } = moved.standing;
    const path = moved.standing.path.map((decision) => ({ ...decision }));
    const changed = { phase, path, version: version + 1 };
    await tx
      .update(classSessions)
      .set(changed)
      .where(and(eq(classSessions.id, session.id), eq(classSessions.version, version)));
    return { ...session, ...changed };
  });
  await hubOf(platform).stepped(next.id);
  return viewOf(platform, next);
}

export async function closeClass(platform: Platform, actor: Actor, code: string): Promise<void> {
  const now = platform.clock.now();
  const id = await platform.write(async (tx) => {
    const session = await ownClass(tx, actor, code, now);
    await endSession(tx, session.id, now);
    await forgetExpiry(tx, session.id);
    await audit(tx, actor, { action: 'class-closed', sessionId: session.id, now });
    return session.id;
  });
  hubOf(platform).ended(id);
}

/** Ends a class whose time is over, whoever is there. Idempotent. */
export async function closeExpired(platform: Platform, sessionId: string): Promise<void> {
  const now = platform.clock.now();
  const session = await findSession(platform.db, sessionId);
  if (!session || session.expiresAt > now) return;
  await platform.write((tx) => endSession(tx, sessionId, now));
  hubOf(platform).ended(sessionId);
}
