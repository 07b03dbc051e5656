// How quizzes went: over first attempts, since later ones know the answers.
import type { AnalysedItem } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { analyseItem, type ItemSums } from '@xueshi/domain';
import { and, count, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  findCourseLessons,
  publishedCatalogue,
  type Lesson,
  type QuizContent,
} from '../catalogue/service.ts';
import { answerCounts } from './answer-counts.ts';
import { renderIn } from './paper.ts';

const { quizAttempts, quizItemResults } = schema;

/** Counted at most: so the figures take a few milliseconds, and speak of those who learn now. */
const MOST_ATTEMPTS = 2000;

export type QuizLesson = Lesson & { readonly content: QuizContent };

const isQuiz = (lesson: Lesson): lesson is QuizLesson => lesson.content.kind === 'quiz';

/** The quizzes of all published courses, with how often they were taken. */
export async function listQuizzes(platform: Platform) {
  const { db } = platform;
  const { courses, heads } = await publishedCatalogue(platform);
  const counts = await attemptCounts(db);
  const items = [];
  for (const { course, version } of courses) {
    for (const head of heads.get(version.id) ?? []) {
      if (head.kind !== 'quiz') continue;
      const [lesson] = (await findCourseLessons(db, course.id, head.key)).filter(
        (one) => one.id === head.id,
      );
      if (!lesson || !isQuiz(lesson)) continue;
      const { content } = lesson;
      items.push({
        courseSlug: course.slug,
        courseTitle: version.title,
        lessonKey: head.key,
        lessonTitle: head.title,
        asked: content.asked ?? content.items.length,
        pool: content.items.length,
        ...(counts.get(head.id) ?? { attempts: 0, passed: 0, pendingMarks: 0 }),
      });
    }
  }
  return { items };
}

async function attemptCounts(db: Reader) {
  const rows = await db
    .select({
      lessonId: quizAttempts.lessonId,
      attempts: count(),
      passed: sql<number>`sum(case when ${quizAttempts.passed} then 1 else 0 end)`,
      pendingMarks: sql<number>`sum(case when ${quizAttempts.pendingMarks} > 0 then 1 else 0 end)`,
    })
    .from(quizAttempts)
    .where(isNotNull(quizAttempts.submittedAt))
    .groupBy(quizAttempts.lessonId);
  return new Map(rows.map(({ lessonId, ...counts }) => [lessonId, counts]));
}

/** First attempts counted: handed in and marked, of this quiz in any version of its course. */
export interface Counted {
  readonly id: string;
  readonly lessonId: string;
  readonly percent: number;
  readonly passed: boolean;
}

async function countedAttempts(db: Reader, lessonIds: readonly string[]): Promise<Counted[]> {
  const rows = await db
    .select({
      id: quizAttempts.id,
      lessonId: quizAttempts.lessonId,
      percent: quizAttempts.percent,
      passed: quizAttempts.passed,
    })
    .from(quizAttempts)
    .where(
      and(
        inArray(quizAttempts.lessonId, [...lessonIds]),
        eq(quizAttempts.number, 1),
        isNotNull(quizAttempts.percent),
      ),
    )
    .orderBy(desc(quizAttempts.submittedAt))
    .limit(MOST_ATTEMPTS);
  return rows.map((row) => ({ ...row, percent: row.percent ?? 0, passed: row.passed === true }));
}

/** What makes an item the same in two versions: whoever answered either met the same question. */
const asAsked = ({ stem, options, answer, blanks, lefts }: QuizContent['items'][number]) =>
  JSON.stringify([stem, options, answer, blanks, lefts]);

/**
 * The item analysis of a quiz of a published course. Attempts at earlier versions count for the items
 * that did not change.
 */
export async function analyseQuiz(platform: Platform, place: { slug: string; lessonKey: string }) {
  const { db } = platform;
  const { courses } = await publishedCatalogue(platform);
  const published = courses.find(({ course }) => course.slug === place.slug);
  if (!published) throw new Refused('not-found');
  const versions = (await findCourseLessons(db, published.course.id, place.lessonKey)).filter(
    isQuiz,
  );
  const current = versions.find((one) => one.courseVersionId === published.version.id);
  if (!current) throw new Refused('lesson-not-found');
  const attempts = await countedAttempts(
    db,
    versions.map(({ id }) => id),
  );
  const items: AnalysedItem[] = [];
  for (const item of current.content.items) {
    const same = new Set(
      versions
        .filter(({ content }) =>
          content.items.some((other) => other.id === item.id && asAsked(other) === asAsked(item)),
        )
        .map(({ id }) => id),
    );
    const counted = attempts.filter(({ lessonId }) => same.has(lessonId));
    const sums = await sumsOf(db, item.id, counted);
    // A breath between items: a heartbeat that waits is served before the next.
    await new Promise((resolve) => setImmediate(resolve));
    items.push({
      id: item.id,
      kind: item.kind,
      stemHtml: renderIn(item.stem, item.pictures),
      difficulty: item.difficulty,
      ...analyseItem(sums),
      options: await answerCounts(db, item, counted),
    });
  }
  const share = (of: (one: Counted) => number) =>
    attempts.length === 0
      ? null
      : Math.round(attempts.reduce((sum, one) => sum + of(one), 0) / attempts.length);
  return {
    courseTitle: published.version.title,
    lessonTitle: current.title,
    passMark: current.content.passMark,
    attempts: attempts.length,
    most: MOST_ATTEMPTS,
    averagePercent: share(({ percent }) => percent),
    passedPercent: share(({ passed }) => (passed ? 100 : 0)),
    items,
  };
}

/** The sums that facility and discrimination are made of, in shares of 0–100. */
async function sumsOf(db: Reader, itemId: string, counted: readonly Counted[]): Promise<ItemSums> {
  const ids = counted.map(({ id }) => id);
  const share = sql<number>`(${quizItemResults.earnedHundredths} * 100.0 / ${quizItemResults.worthHundredths})`;
  const rest = sql<number>`((${quizAttempts.earnedHundredths} - ${quizItemResults.earnedHundredths}) * 100.0
    / max(1, ${quizAttempts.worthHundredths} - ${quizItemResults.worthHundredths}))`;
  const total = (of: ReturnType<typeof sql<number>>) => sql<number>`coalesce(sum(${of}), 0)`;
  const [row] = await db
    .select({
      attempts: count(),
      item: total(share),
      itemSquared: total(sql`${share} * ${share}`),
      rest: total(rest),
      restSquared: total(sql`${rest} * ${rest}`),
      product: total(sql`${share} * ${rest}`),
    })
    .from(quizItemResults)
    .innerJoin(quizAttempts, eq(quizAttempts.id, quizItemResults.attemptId))
    .where(and(inArray(quizItemResults.attemptId, ids), eq(quizItemResults.itemId, itemId)));
  return row ?? { attempts: 0, item: 0, itemSquared: 0, rest: 0, restSquared: 0, product: 0 };
}
