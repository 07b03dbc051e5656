// Decisions that were taken without a link, kept as a run like any other when they come back.
import type { CompletionNews } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { caseMinimumSeconds, walkCase, type CaseDecision } from '@xueshi/domain';
import { and, desc, eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { CaseContent, Lesson } from '../catalogue/service.ts';
import {
  completeLesson,
  lessonProgressOf,
  type Enrolment,
  type LessonProgress,
} from '../learning/service.ts';
import { countChoice } from './peers.ts';
import { graphOf } from './run-view.ts';

const { caseRuns } = schema;

type RunRow = typeof caseRuns.$inferSelect;
type Path = readonly CaseDecision[];

interface OfCase {
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  readonly content: CaseContent;
}

interface Kept {
  /** By the server's clock, until an ending reached offline can count. */
  readonly secondsLeft: number;
  readonly news: CompletionNews | null;
}

/**
 * Keeps the run that came to an ending, or else the last one. `isNew` says that decisions came that
 * were not known before; the same ones again change nothing.
 */
export async function keepOfflineRuns(
  platform: Platform,
  tx: Tx,
  of: OfCase,
  came: { runs: readonly Path[]; isNew: boolean; now: Date },
): Promise<Kept> {
  const { enrolment, lesson, content } = of;
  const { runs, isNew, now } = came;
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  if (!isNew && progress?.completedAt) return { secondsLeft: 0, news: null };
  const graph = graphOf(content);
  const walked = runs.map((path) => ({ path, standing: walkCase(graph, path) }));
  if (walked.some(({ standing }) => standing.kind === 'refused'))
    throw new Refused('offline-log-broken');
  const chosen = walked.find(({ standing }) => standing.kind === 'ended') ?? walked.at(-1);
  if (!chosen || chosen.path.length === 0) return { secondsLeft: 0, news: null };
  const endingId = chosen.standing.kind === 'ended' ? chosen.standing.endingId : null;
  if (endingId === null) {
    await keepRun(tx, of, chosen.path, null, now);
    return { secondsLeft: 0, news: null };
  }
  const secondsLeft = progress ? tooSoon(content, progress, now) : 0;
  if (secondsLeft > 0) return { secondsLeft, news: null };
  await keepRun(tx, of, chosen.path, endingId, now);
  return { secondsLeft: 0, news: await completeLesson(platform, tx, { enrolment, lesson, now }) };
}

function tooSoon(content: CaseContent, progress: LessonProgress, now: Date): number {
  if (progress.completedAt) return 0;
  const gone = (now.getTime() - progress.startedAt.getTime()) / 1000;
  return Math.max(0, Math.ceil(caseMinimumSeconds(content.minutes) - gone));
}

const goesOn = (run: RunRow, path: Path) =>
  run.path.length <= path.length &&
  run.path.every(
    (one, at) => one.nodeId === path[at]?.nodeId && one.optionId === path[at]?.optionId,
  );

/** Goes on with the open run where the decisions do; else it is a run of its own. */
async function keepRun(
  tx: Tx,
  { enrolment, lesson }: OfCase,
  decisions: Path,
  endingId: string | null,
  now: Date,
): Promise<void> {
  const [newest] = await tx
    .select()
    .from(caseRuns)
    .where(and(eq(caseRuns.enrolmentId, enrolment.id), eq(caseRuns.lessonId, lesson.id)))
    .orderBy(desc(caseRuns.number))
    .limit(1);
  const open = newest && newest.endedAt === null ? newest : null;
  // A way begun online stays as it is until another has come to an end.
  if (open && !goesOn(open, decisions) && endingId === null) return;
  const known = open && goesOn(open, decisions) ? open : null;
  const run: RunRow = known ?? {
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
  const fresh = decisions.slice(run.path.length);
  const path = [...run.path, ...fresh.map((one) => ({ ...one, atMs: now.getTime() }))];
  const after = { path, endingId, endedAt: endingId === null ? null : now };
  if (known) await tx.update(caseRuns).set(after).where(eq(caseRuns.id, run.id));
  else await tx.insert(caseRuns).values({ ...run, ...after });
  for (const decision of fresh) await countChoice(tx, { run, enrolment, lesson }, decision);
}
