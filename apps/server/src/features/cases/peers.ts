// What others chose at a decision point: counted as people choose, told after one's own choice only.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { peerShares, type ChoiceShare } from '@xueshi/domain';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { rememberBy } from '../../platform/remembered.ts';
import { findCourseLessons, type CaseContent, type Lesson } from '../catalogue/service.ts';
import type { Enrolment } from '../learning/service.ts';

const { caseChoices, caseRuns, enrolments, lessons } = schema;

type Run = typeof caseRuns.$inferSelect;
type Node = CaseContent['nodes'][number];

/** Shares by decision point; null where too few others chose. */
export type PeersByNode = ReadonlyMap<string, ChoiceShare[] | null>;

/** A person's first run of a case, in whichever version and cycle. Only that one is counted. */
async function firstRun(db: Reader, of: Enrolment, lessonKey: string): Promise<Run | null> {
  const [row] = await db
    .select({ run: caseRuns })
    .from(enrolments)
    .innerJoin(caseRuns, eq(caseRuns.enrolmentId, enrolments.id))
    .innerJoin(lessons, eq(lessons.id, caseRuns.lessonId))
    .where(
      and(
        eq(enrolments.personId, of.personId),
        eq(enrolments.courseId, of.courseId),
        eq(lessons.key, lessonKey),
      ),
    )
    .orderBy(asc(caseRuns.startedAt), asc(caseRuns.id))
    .limit(1);
  return row?.run ?? null;
}

/** Counts a choice where it was taken in the person's first run; in the transaction of the choice. */
export async function countChoice(
  tx: Tx,
  { run, enrolment, lesson }: { run: Run; enrolment: Enrolment; lesson: Lesson },
  choice: { nodeId: string; optionId: string },
): Promise<void> {
  const first = await firstRun(tx, enrolment, lesson.key);
  if (first?.id !== run.id) return;
  await tx
    .insert(caseChoices)
    .values({ lessonId: lesson.id, nodeId: choice.nodeId, optionId: choice.optionId, people: 1 })
    .onConflictDoUpdate({
      target: [caseChoices.lessonId, caseChoices.nodeId, caseChoices.optionId],
      set: { people: sql`${caseChoices.people} + 1` },
    });
}

/** What makes a decision the same in two versions: whoever took either was asked the same. */
const asAsked = ({ question, options }: Node) =>
  JSON.stringify([question, options.map(({ id, text }) => [id, text])]);

type VersionsByNode = ReadonlyMap<string, readonly string[]>;

async function versionsAskingTheSame(
  db: Reader,
  courseId: string,
  lesson: Lesson,
): Promise<VersionsByNode> {
  const nodesOf = ({ content }: Lesson) => (content.kind === 'case' ? content.nodes : []);
  const versions = await findCourseLessons(db, courseId, lesson.key);
  return new Map(
    nodesOf(lesson).map((node) => [
      node.id,
      versions
        .filter((other) =>
          nodesOf(other).some((one) => one.id === node.id && asAsked(one) === asAsked(node)),
        )
        .map(({ id }) => id),
    ]),
  );
}

/** Versions are compared once for each publication, not at every request. */
const rememberedVersions = rememberBy<VersionsByNode>('catalogue', 200);

/** What others chose at the decision points that this run has decided; nothing about any other. */
export async function peersOf(
  platform: Platform,
  { run, enrolment, lesson }: { run: Run; enrolment: Enrolment; lesson: Lesson },
): Promise<PeersByNode> {
  const { content } = lesson;
  if (run.path.length === 0 || content.kind !== 'case') return new Map();
  const { db } = platform;
  const versions = await rememberedVersions(platform)(lesson.id, () =>
    versionsAskingTheSame(db, enrolment.courseId, lesson),
  );
  const decided = new Set(run.path.map(({ nodeId }) => nodeId));
  const rows = await db
    .select()
    .from(caseChoices)
    .where(
      and(
        inArray(caseChoices.lessonId, [...new Set([...versions.values()].flat())]),
        inArray(caseChoices.nodeId, [...decided]),
      ),
    );
  const first = await firstRun(db, enrolment, lesson.key);
  return new Map(
    content.nodes
      .filter((node) => decided.has(node.id))
      .map((node) => {
        const same = versions.get(node.id) ?? [];
        const people = new Map<string, number>();
        for (const row of rows)
          if (row.nodeId === node.id && same.includes(row.lessonId))
            people.set(row.optionId, (people.get(row.optionId) ?? 0) + row.people);
        const isCounted = first !== null && same.includes(first.lessonId);
        const own = isCounted ? first.path.find(({ nodeId }) => nodeId === node.id) : undefined;
        const options = node.options.map(({ id }) => id);
        return [node.id, peerShares(options, people, own?.optionId ?? null)];
      }),
  );
}
