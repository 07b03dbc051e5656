import type { CourseEvaluation, EvaluationResult } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { EVALUATION_THRESHOLD, summariseEvaluations, type EvaluationSummary } from '@xueshi/domain';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { knownCourse, publishedCatalogue } from '../catalogue/service.ts';
import { hasCompleted } from '../learning/service.ts';
import { allEvaluations, evaluationBy, evaluationsOf, saveEvaluation } from './store.ts';

export { ownEvaluations } from './own-data.ts';

export const COMMENT_CHARACTERS = 1000;

export async function readEvaluation(
  { db }: Platform,
  actor: Actor,
  slug: string,
): Promise<CourseEvaluation> {
  const { course } = await knownCourse(db, slug);
  const own = await evaluationBy(db, actor.personId, course.id);
  return {
    mayEvaluate: await hasCompleted(db, actor.personId, course.id),
    own: own && {
      content: own.content,
      teaching: own.teaching,
      usefulness: own.usefulness,
      comment: own.comment,
      updatedAt: own.updatedAt.toISOString(),
    },
    summary: summariseEvaluations(await evaluationsOf(db, course.id)),
    threshold: EVALUATION_THRESHOLD,
  };
}

interface Answer {
  readonly content: number;
  readonly teaching: number;
  readonly usefulness: number;
  readonly comment: string | null;
}

/** One answer a person and course, which may be changed; it has no effect on credit. */
export async function evaluateCourse(
  platform: Platform,
  actor: Actor,
  slug: string,
  answer: Answer,
): Promise<CourseEvaluation> {
  const { personId } = actor;
  const isBlank = answer.comment === null || answer.comment.trim() === '';
  const comment = isBlank ? null : proseOf(answer.comment ?? '', COMMENT_CHARACTERS);
  const { course } = await knownCourse(platform.db, slug);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    if (!(await hasCompleted(tx, personId, course.id))) throw new Refused('course-not-completed');
    const { content, teaching, usefulness } = answer;
    await saveEvaluation(tx, {
      personId,
      courseId: course.id,
      content,
      teaching,
      usefulness,
      comment,
      shuffle: newId(),
      createdAt: now,
      updatedAt: now,
    });
  });
  return readEvaluation(platform, actor, slug);
}

/** What a course's evaluations come to; null below the threshold. */
export const courseEvaluation = async (
  db: Reader,
  courseId: string,
): Promise<EvaluationSummary | null> => summariseEvaluations(await evaluationsOf(db, courseId));

/**
 * What authors see. Below the threshold neither averages nor comments, nor how many have answered.
 * Source: DOMAIN M15.
 */
export async function listEvaluations(
  platform: Platform,
): Promise<{ items: EvaluationResult[]; threshold: number }> {
  const { courses } = await publishedCatalogue(platform);
  const answers = Map.groupBy(await allEvaluations(platform.db), (answer) => answer.courseId);
  const items = courses.map(({ course, version }) => {
    const own = answers.get(course.id) ?? [];
    const summary = summariseEvaluations(own);
    const comments = summary === null ? [] : own.flatMap((answer) => answer.comment ?? []);
    return { courseSlug: course.slug, courseTitle: version.title, summary, comments };
  });
  return { items, threshold: EVALUATION_THRESHOLD };
}
