import type { CaseRun, CompletionNews } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { caseMinimumSeconds, walkCase, type CaseGraph } from '@xueshi/domain';
import { renderMarkdown } from '@xueshi/formats';
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

export { ownCases } from './own-data.ts';

const { caseRuns } = schema;

type RunRow = typeof caseRuns.$inferSelect;

interface OpenRun {
  readonly run: RunRow;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  readonly content: CaseContent;
}

const graphOf = (content: CaseContent): CaseGraph => ({
  start: content.start,
  nodes: content.nodes.map((node) => ({
    id: node.id,
    options: node.options.map((option) => ({ id: option.id, next: option.next })),
  })),
  endings: content.endings.map((ending) => ({ id: ending.id })),
});

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
  db: Reader,
  of: { enrolmentId: string; lesson: Lesson },
): Promise<CaseRun | null> {
  const { content } = of.lesson;
  const row = await newestRow(db, of.enrolmentId, of.lesson.id);
  return row && content.kind === 'case' ? viewOf(row, content, null) : null;
}

/** Begins a case, or begins it anew once it has ended; an open run is gone on with. */
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
  return viewOf(run, content, null);
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

/** Takes one decision. Reaching an ending completes the lesson. */
export async function decide(
  platform: Platform,
  actor: Actor,
  runId: string,
  decision: { nodeId: string; optionId: string },
): Promise<CaseRun> {
  const now = platform.clock.now();
  const { enrolment, lesson, content } = await ownRun(platform.db, actor, runId);
  return platform.write(async (tx) => {
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
    const news = ended ? await completeLesson(platform, tx, { enrolment, lesson, now }) : null;
    return viewOf(next, content, news);
  });
}

const REFUSALS = {
  'already-ended': 'case-already-ended',
  'not-current-node': 'case-step-not-current',
  'unknown-option': 'case-option-unknown',
} as const;

export async function reflect(
  platform: Platform,
  actor: Actor,
  runId: string,
  text: string,
): Promise<CaseRun> {
  const { run, content } = await ownRun(platform.db, actor, runId);
  if (run.endedAt === null) throw new Refused('case-not-ended');
  await platform.write((tx) =>
    tx.update(caseRuns).set({ reflection: text }).where(eq(caseRuns.id, runId)),
  );
  return viewOf({ ...run, reflection: text }, content, null);
}

/** A run as far as it has gone. Judgements, commentary and law are told when it has ended. */
function viewOf(run: RunRow, content: CaseContent, news: CompletionNews | null): CaseRun {
  const ended = run.endedAt !== null;
  const nodes = new Map(content.nodes.map((node) => [node.id, node]));
  const standing = walkCase(graphOf(content), run.path);
  const visited = [
    ...run.path.map((decision) => decision.nodeId),
    ...(standing.kind === 'at-node' ? [standing.nodeId] : []),
  ];
  const ending = content.endings.find((one) => one.id === run.endingId);
  return {
    id: run.id,
    steps: visited.flatMap((nodeId, at) => {
      const node = nodes.get(nodeId);
      if (!node) return [];
      const chosen = node.options.find((option) => option.id === run.path[at]?.optionId);
      return [
        {
          nodeId,
          textHtml: renderMarkdown(node.text),
          question: node.question,
          options: node.options.map(({ id, text }) => ({ id, text })),
          chosen: chosen
            ? {
                optionId: chosen.id,
                consequenceHtml: renderMarkdown(chosen.consequence),
                judgement: ended ? chosen.judgement : null,
              }
            : null,
        },
      ];
    }),
    ending: ending
      ? { id: ending.id, title: ending.title, textHtml: renderMarkdown(ending.text) }
      : null,
    commentaryHtml: ended ? renderMarkdown(content.commentary) : null,
    statutes: ended
      ? content.statutes.map(({ statute, article, note, text }) => ({
          statute,
          article,
          note,
          textHtml: renderMarkdown(text),
        }))
      : [],
    reflectionQuestion: ended ? content.reflection : null,
    reflection: run.reflection,
    news,
  };
}
