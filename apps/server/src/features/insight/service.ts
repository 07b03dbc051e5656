// How a course is learned: where attention goes, and what to improve first. Figures alone, nobody's name.
import {
  IMPROVEMENTS,
  type CourseInsight,
  type CoursewareInsight,
  type Improvement,
  type LectureInsight,
} from '@xueshi/contracts';
import {
  FEWEST_LEARNERS,
  mostRepeated,
  steepestLoss,
  type EvaluationSummary,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { analyseQuiz } from '../assessment/service.ts';
import {
  isOpen,
  knownCourse,
  lessonHeads,
  type LessonHead,
  type PublishedCourse,
} from '../catalogue/service.ts';
import { countOpenFaults } from '../complaints/service.ts';
import { countWaitingQuestions } from '../discussion/service.ts';
import { courseEvaluation } from '../evaluation/service.ts';
import { lectureQuestionsOf } from '../playback/service.ts';
import { coursewareInsight } from './courseware.ts';
import { lectureInsight } from './lectures.ts';

const NOWHERE = { lessonKey: null, lessonTitle: null, atMs: null, number: null } as const;

const percent = (part: number, whole: number) => Math.round((part * 100) / whole);

function ofLecture(lecture: LectureInsight): Improvement[] {
  const { curve, learners, lessonKey, title: lessonTitle } = lecture;
  if (!curve) return [];
  const lost = steepestLoss(curve, learners);
  const again = mostRepeated(curve, learners);
  const at = { ...NOWHERE, lessonKey, lessonTitle };
  return [
    ...(lost
      ? [{ ...at, kind: 'left' as const, atMs: lost.fromMs, figure: percent(lost.left, learners) }]
      : []),
    ...(again
      ? [{ ...at, kind: 'repeated' as const, atMs: again.fromMs, figure: again.again }]
      : []),
  ];
}

/** Fewer right at the first try, and the part before it is not clear, or the question. */
const FEW_RIGHT_PERCENT = 50;

async function ofLectureQuestions(
  platform: Platform,
  published: PublishedCourse,
  heads: readonly LessonHead[],
): Promise<Improvement[]> {
  const asked = await lectureQuestionsOf(platform, published, heads);
  return asked.flatMap(({ lessonKey, lessonTitle, atMs, answered, rightAtFirst }) => {
    if (answered < FEWEST_LEARNERS) return [];
    const figure = percent(rightAtFirst, answered);
    const at = { ...NOWHERE, lessonKey, lessonTitle, atMs };
    return figure < FEW_RIGHT_PERCENT ? [{ ...at, kind: 'question_missed' as const, figure }] : [];
  });
}

async function ofQuiz(
  platform: Platform,
  slug: string,
  { key: lessonKey, title: lessonTitle }: LessonHead,
): Promise<Improvement[]> {
  const { items } = await analyseQuiz(platform, { slug, lessonKey });
  return items.flatMap(({ advice, facilityPercent }, at) =>
    advice === 'wrong_key' || advice === 'too_hard'
      ? [
          {
            ...NOWHERE,
            kind: advice,
            lessonKey,
            lessonTitle,
            number: at + 1,
            figure: facilityPercent ?? 0,
          },
        ]
      : [],
  );
}

/** Half way between "middling" and "good". */
const GOOD_ENOUGH_TENTHS = 35;

function ofEvaluation(summary: EvaluationSummary | null): Improvement[] {
  if (!summary) return [];
  const { contentTenths, teachingTenths, usefulnessTenths } = summary;
  const figure = Math.min(contentTenths, teachingTenths, usefulnessTenths);
  return figure < GOOD_ENOUGH_TENTHS ? [{ ...NOWHERE, kind: 'rating', figure }] : [];
}

const counted = (kind: 'fault' | 'unanswered', figure: number): Improvement[] =>
  figure > 0 ? [{ ...NOWHERE, kind, figure }] : [];

export async function readCourseInsight(platform: Platform, slug: string): Promise<CourseInsight> {
  const { db } = platform;
  const published = await knownCourse(db, slug);
  const { course, version } = published;
  const heads = await lessonHeads(db, [version.id]);
  const lectures: LectureInsight[] = [];
  const courseware: CoursewareInsight[] = [];
  const found: Improvement[] = [];
  for (const head of heads) {
    if (head.kind === 'lecture') {
      const lecture = await lectureInsight(platform, published, head);
      lectures.push(lecture);
      found.push(...ofLecture(lecture));
    }
    if (head.kind === 'courseware')
      courseware.push(await coursewareInsight(platform, published, head));
    // Items are analysed in what is published now.
    if (head.kind === 'quiz' && isOpen(published))
      found.push(...(await ofQuiz(platform, slug, head)));
  }
  const evaluation = await courseEvaluation(db, course.id);
  found.push(
    ...(await ofLectureQuestions(platform, published, heads)),
    ...ofEvaluation(evaluation),
    ...counted('fault', await countOpenFaults(db, course.id)),
    ...counted('unanswered', await countWaitingQuestions(db, course.id)),
  );
  const rank = ({ kind }: Improvement) => IMPROVEMENTS.indexOf(kind);
  return {
    slug,
    title: version.title,
    revision: version.revision,
    threshold: FEWEST_LEARNERS,
    improvements: found.sort((one, other) => rank(one) - rank(other)),
    lectures,
    courseware,
    quizzes: heads
      .filter(({ kind }) => kind === 'quiz')
      .map(({ key, title }) => ({ lessonKey: key, title })),
    evaluation,
  };
}
