// How the questions within lectures went, for their authors: counts alone, nobody's name.
import type { listLectureQuestions } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, count, eq, gt, inArray, or, sql } from 'drizzle-orm';
import type { Static } from 'typebox';
import { stemHtml } from '../assessment/service.ts';
import {
  findCourseLessons,
  publishedCatalogue,
  type LectureContent,
  type Lesson,
  type LessonHead,
  type PublishedCourse,
} from '../catalogue/service.ts';
import type { Platform } from '../../platform/platform.ts';

const { questionStandings } = schema;

type Insight = Static<(typeof listLectureQuestions)['ok']['schema']>['items'][number];
type Question = NonNullable<LectureContent['questions']>[number];

const questionsIn = ({ content }: Lesson): readonly Question[] =>
  content.kind === 'lecture' ? (content.questions ?? []) : [];

/** What makes a question the same in two versions: whoever answered either met the same. */
const asAsked = ({ item: { id, stem, options, answer } }: Question) =>
  JSON.stringify([id, stem, options, answer]);

/** The questions of all published courses' lectures. Answers at earlier versions count where nothing changed. */
export async function readQuestionInsight(platform: Platform): Promise<{ items: Insight[] }> {
  const { courses, heads } = await publishedCatalogue(platform);
  const items: Insight[] = [];
  for (const published of courses)
    items.push(
      ...(await lectureQuestionsOf(platform, published, heads.get(published.version.id) ?? [])),
    );
  return { items };
}

/** Those of one course. */
export async function lectureQuestionsOf(
  { db }: Platform,
  { course, version }: PublishedCourse,
  heads: readonly LessonHead[],
): Promise<Insight[]> {
  const items: Insight[] = [];
  for (const head of heads) {
    if (head.kind !== 'lecture') continue;
    const versions = await findCourseLessons(db, course.id, head.key);
    const current = versions.find(({ id }) => id === head.id);
    for (const question of current ? questionsIn(current) : []) {
      const same = versions.filter((one) =>
        questionsIn(one).some((other) => asAsked(other) === asAsked(question)),
      );
      items.push({
        courseSlug: course.slug,
        courseTitle: version.title,
        lessonKey: head.key,
        lessonTitle: head.title,
        questionId: question.item.id,
        atMs: question.atMs,
        stemHtml: stemHtml(question.item),
        ...(await countsOf(
          db,
          question.item.id,
          same.map(({ id }) => id),
        )),
      });
    }
  }
  return items;
}

async function countsOf(db: Reader, questionId: string, lessonIds: readonly string[]) {
  const { standing, wrongAnswers } = questionStandings;
  const [row] = await db
    .select({
      answered: count(),
      rightAtFirst: sql<number>`coalesce(sum(case when ${wrongAnswers} = 0 then 1 else 0 end), 0)`,
    })
    .from(questionStandings)
    .where(
      and(
        inArray(questionStandings.lessonId, [...lessonIds]),
        eq(questionStandings.questionId, questionId),
        or(eq(standing, 'right'), gt(wrongAnswers, 0)),
      ),
    );
  return row ?? { answered: 0, rightAtFirst: 0 };
}
