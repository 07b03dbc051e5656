import type { CourseInsight } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatClock } from '#lib/format.ts';

type Improvement = CourseInsight['improvements'][number];

/** What was found, as a sentence. */
export function improvementText({ kind, figure, atMs, number }: Improvement): string {
  const time = formatClock(atMs ?? 0);
  switch (kind) {
    case 'wrong_key':
      return m.insight_wrong_key({ number: number ?? 0, figure });
    case 'too_hard':
      return m.insight_too_hard({ number: number ?? 0, figure });
    case 'fault':
      return m.insight_fault({ figure });
    case 'left':
      return m.insight_left({ time, figure });
    case 'question_missed':
      return m.insight_question_missed({ time, figure });
    case 'rating':
      return m.insight_rating({ score: (figure / 10).toFixed(1) });
    case 'repeated':
      return m.insight_repeated({ time, figure });
    case 'unanswered':
      return m.insight_unanswered({ figure });
  }
}

/** Where one looks closer, or mends it. */
export function improvementLink(
  slug: string,
  { kind, lessonKey, atMs }: Improvement,
): { href: string; label: string } {
  switch (kind) {
    case 'wrong_key':
    case 'too_hard':
      return { href: `/studio/quizzes/${slug}/${lessonKey ?? ''}`, label: m.insight_see_quiz() };
    case 'fault':
      return { href: '/inbox?kind=lecture_fault', label: m.insight_see_faults() };
    case 'rating':
      return { href: '/studio/evaluations', label: m.insight_see_evaluations() };
    case 'unanswered':
      return { href: '/studio/questions', label: m.insight_see_questions() };
    default: {
      const seconds = Math.floor((atMs ?? 0) / 1000);
      const href = `/courses/${slug}/${lessonKey ?? ''}?t=${seconds}`;
      return { href, label: m.insight_see_lecture() };
    }
  }
}
