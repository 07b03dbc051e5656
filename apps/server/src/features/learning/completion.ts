import type { CompletionNews } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { courseCompletion } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { findVersion, lessonHeads, type Lesson } from '../catalogue/service.ts';
import { creditCompletion } from '../credit/service.ts';
import {
  closeEnrolment,
  lessonProgressOf,
  progressOf,
  touchEnrolment,
  updateProgress,
  type Enrolment,
} from './store.ts';

export const NO_NEWS: CompletionNews = {
  lessonCompleted: false,
  courseCompleted: false,
  credited: null,
  notCredited: null,
};

/**
 * Marks a lesson as complete and, when it was the last one required, completes the course and
 * posts its credit, all in the caller's transaction. Completing again changes nothing.
 */
export async function completeLesson(
  platform: Platform,
  tx: Tx,
  done: { enrolment: Enrolment; lesson: Pick<Lesson, 'id'>; now: Date },
): Promise<CompletionNews> {
  const { enrolment, lesson, now } = done;
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  if (!progress) throw new Error('a lesson is completed after it was begun');
  if (progress.completedAt) return NO_NEWS;
  await updateProgress(tx, enrolment.id, lesson.id, { completedAt: now });
  await touchEnrolment(tx, enrolment.id, now);
  const heads = await lessonHeads(tx, [enrolment.courseVersionId]);
  const rows = new Map((await progressOf(tx, enrolment.id)).map((row) => [row.lessonId, row]));
  const course = courseCompletion(
    heads.map((head) => ({
      id: head.id,
      required: head.required,
      complete: (rows.get(head.id)?.completedAt ?? null) !== null,
    })),
  );
  if (!course.complete || enrolment.completedAt) return { ...NO_NEWS, lessonCompleted: true };
  await closeEnrolment(tx, enrolment.id, now);
  const version = await findVersion(tx, enrolment.courseVersionId);
  if (!version) throw new Error('an enrolment without its version');
  const evidence = heads.map((head) => {
    const row = rows.get(head.id);
    return {
      lesson: head.title,
      kind: head.kind,
      completedAt: row?.completedAt?.toISOString() ?? null,
      watchedMs: head.kind === 'lecture' ? (row?.watchedMs ?? 0) : null,
      durationMs: head.kind === 'lecture' ? head.materialSeconds * 1000 : null,
      percent: head.kind === 'quiz' ? (row?.bestPercent ?? null) : null,
    };
  });
  const credit = await creditCompletion(platform, tx, { enrolment, version, evidence, now });
  return { lessonCompleted: true, courseCompleted: true, ...credit };
}
