import type { CaseRun, CompletionNews } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { caseMinimumSeconds, walkCase } from '@xueshi/domain';
import { and, asc, desc, eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findLessonById, type CaseContent, type Lesson } from '../catalogue/service.ts';
import {
  beginProgress,
  completeLesson,
  findEnrolment,
  lessonProgressOf,
  openLesson,
  type Enrolment,
} from '../learning/service.ts';
import { discussionOf } from './finished.ts';
import { countChoice, peersOf } from './peers.ts';
import { graphOf, viewOf } from './run-view.ts';
import { othersReflections, shareReflection, sharingOf } from './shared-reflections.ts';

export { finishedCases } from './finished.ts';
export { ownCases } from './own-data.ts';
export { keepOfflineRuns } from './offline-run.ts';
export { caseHtml } from './case-html.ts';
export { scriptOf } from './script.ts';
export { graphOf, statutesOf } from './run-view.ts';
export { listShared, setHidden } from './shared-reflections.ts';

const { caseRuns } = schema;

type RunRow = typeof caseRuns.$inferSelect;

interface OpenRun {
  readonly run: RunRow;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  readonly content: CaseContent;
}

async function newestRow(
  db: Reader,
  enrolmentId: string,
  lessonId: string,
): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(caseRuns)
    .where(and(eq(caseRuns.enrolmentId, enrolmentId), eq(caseRuns.lessonId, lessonId)))
    .orderBy(desc(caseRuns.number))
    .limit(1);
  return row ?? null;
}

export async function latestRun(
  platform: Platform,
  { enrolment, lesson }: { enrolment: Enrolment; lesson: Lesson },
): Promise<CaseRun | null> {
  const { content } = lesson;
  const run = await newestRow(platform.db, enrolment.id, lesson.id);
  return run && content.kind === 'case'
    ? showRun(platform, { run, enrolment, lesson, content })
    : null;
}

async function showRun(
  platform: Platform,
  open: OpenRun,
  news: CompletionNews | null = null,
): Promise<CaseRun> {
  const { run, content } = open;
  const { db } = platform;
  const peers = await peersOf(platform, open);
  const discussion = await discussionOf(db, open);
  return viewOf({ run, content, peers, sharing: await sharingOf(db, run.id), discussion, news });
}

/** The runs of a case that came to an ending, in their order. */
export async function endedRunsOf(db: Reader, enrolmentId: string, lessonId: string) {
  const rows = await db
    .select()
    .from(caseRuns)
    .where(and(eq(caseRuns.enrolmentId, enrolmentId), eq(caseRuns.lessonId, lessonId)))
    .orderBy(asc(caseRuns.number));
  return rows.flatMap(({ number, endedAt, path }) =>
    endedAt ? [{ number, endedAt: endedAt.toISOString(), decisions: path.length }] : [],
  );
}

/** Begins a case, or begins it anew once it has ended; an open run is gone on with. */
export async function startCase(
  platform: Platform,
  actor: Actor,
  place: { slug: string; lessonKey: string },
): Promise<CaseRun> {
  const now = platform.clock.now();
  const { enrolment, lesson } = await openLesson(platform.db, actor, place, now);
  const { content } = lesson;
  if (content.kind !== 'case') throw new Refused('wrong-lesson-kind');
  const run = await platform.write(async (tx): Promise<RunRow> => {
    const newest = await newestRow(tx, enrolment.id, lesson.id);
    if (newest && newest.endedAt === null) return newest;
    await beginProgress(tx, enrolment.id, lesson.id, now);
    const row: RunRow = {
      id: newId(),
      enrolmentId: enrolment.id,
      lessonId: lesson.id,
      number: (newest?.number ?? 0) + 1,
      path: [],
      endingId: null,
      reflection: null,
      startedAt: now,
      endedAt: null,
    };
    await tx.insert(caseRuns).values(row);
    return row;
  });
  return showRun(platform, { run, enrolment, lesson, content });
}

async function ownRun(db: Reader, actor: Actor, runId: string): Promise<OpenRun> {
  const [run] = await db.select().from(caseRuns).where(eq(caseRuns.id, runId));
  const enrolment = run && (await findEnrolment(db, run.enrolmentId));
  if (!run || enrolment?.personId !== actor.personId) throw new Refused('not-found');
  const lesson = await findLessonById(db, run.lessonId);
  if (lesson?.content.kind !== 'case') throw new Error('a run of something that is no case');
  return { run, enrolment, lesson, content: lesson.content };
}

/** Who has ended the case before may walk it again as fast as they like: it brings nothing new. */
async function refuseTooSoon(
  tx: Tx,
  lesson: Lesson,
  content: CaseContent,
  run: RunRow,
  now: Date,
): Promise<void> {
  const progress = await lessonProgressOf(tx, run.enrolmentId, lesson.id);
  if (progress?.completedAt) return;
  const begun = progress?.startedAt ?? run.startedAt;
  const gone = (now.getTime() - begun.getTime()) / 1000;
  const seconds = Math.ceil(caseMinimumSeconds(content.minutes) - gone);
  if (seconds > 0) throw new Refused('case-too-soon', { seconds });
}

/** Takes one decision, and counts it for others to compare. Reaching an ending completes the lesson. */
export async function decide(
  platform: Platform,
  actor: Actor,
  runId: string,
  decision: { nodeId: string; optionId: string },
): Promise<CaseRun> {
  const now = platform.clock.now();
  const { enrolment, lesson, content } = await ownRun(platform.db, actor, runId);
  const { run, news } = await platform.write(async (tx) => {
    const [run] = await tx.select().from(caseRuns).where(eq(caseRuns.id, runId));
    if (!run) throw new Refused('not-found');
    const path = [...run.path, { ...decision, atMs: now.getTime() }];
    const standing = walkCase(graphOf(content), path);
    if (standing.kind === 'refused') throw new Refused(REFUSALS[standing.reason]);
    const ended = standing.kind === 'ended';
    if (ended) await refuseTooSoon(tx, lesson, content, run, now);
    const next: RunRow = {
      ...run,
      path,
      endingId: ended ? standing.endingId : null,
      endedAt: ended ? now : null,
    };
    await tx
      .update(caseRuns)
      .set({ path, endingId: next.endingId, endedAt: next.endedAt })
      .where(eq(caseRuns.id, run.id));
    await countChoice(tx, { run, enrolment, lesson }, decision);
    const news = ended ? await completeLesson(platform, tx, { enrolment, lesson, now }) : null;
    return { run: next, news };
  });
  return showRun(platform, { run, enrolment, lesson, content }, news);
}

const REFUSALS = {
  'already-ended': 'case-already-ended',
  'not-current-node': 'case-step-not-current',
  'unknown-option': 'case-option-unknown',
} as const;

/** Keeps what was written; others see it only where `isShared` says so this time. */
export async function reflect(
  platform: Platform,
  actor: Actor,
  runId: string,
  { text, isShared }: { text: string; isShared?: boolean },
): Promise<CaseRun> {
  const now = platform.clock.now();
  const open = await ownRun(platform.db, actor, runId);
  const { run, enrolment, lesson } = open;
  if (run.endedAt === null) throw new Refused('case-not-ended');
  const of = { runId, courseId: enrolment.courseId, lessonKey: lesson.key };
  await platform.write(async (tx) => {
    await tx.update(caseRuns).set({ reflection: text }).where(eq(caseRuns.id, runId));
    await shareReflection(tx, { ...of, isShared: isShared ?? false, now });
  });
  return showRun(platform, { ...open, run: { ...run, reflection: text } });
}

/** What others share on this case: seen by whoever wrote their own. */
export async function readOthersReflections({ db }: Platform, actor: Actor, runId: string) {
  const { run, enrolment, lesson } = await ownRun(db, actor, runId);
  if (run.reflection === null) throw new Refused('case-reflection-first');
  const of = { personId: actor.personId, courseId: enrolment.courseId, lessonKey: lesson.key };
  return { items: await othersReflections(db, of) };
}
