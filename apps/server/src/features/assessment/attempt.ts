import type { Reader } from '@xueshi/database';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { findLessonById, type Lesson, type QuizContent } from '../catalogue/service.ts';
import { findEnrolment, type Enrolment } from '../learning/service.ts';
import { findAttempt, type AttemptRow } from './store.ts';

/** An attempt with all it hangs together with. */
export interface Attempt {
  readonly row: AttemptRow;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  readonly content: QuizContent;
}

export async function readAttempt(db: Reader, attemptId: string): Promise<Attempt | null> {
  const row = await findAttempt(db, attemptId);
  const enrolment = row && (await findEnrolment(db, row.enrolmentId));
  if (!row || !enrolment) return null;
  const lesson = await findLessonById(db, row.lessonId);
  if (lesson?.content.kind !== 'quiz') throw new Error('an attempt at something that is no quiz');
  return { row, enrolment, lesson, content: lesson.content };
}

/** The caller's own attempt; any other is not found. */
export async function ownAttempt(db: Reader, actor: Actor, attemptId: string): Promise<Attempt> {
  const attempt = await readAttempt(db, attemptId);
  if (attempt?.enrolment.personId !== actor.personId) throw new Refused('not-found');
  return attempt;
}

export const isHandedIn = (row: Pick<AttemptRow, 'submittedAt'>) => row.submittedAt !== null;

export function stateOf(row: AttemptRow): 'open' | 'marking' | 'submitted' {
  if (row.submittedAt === null) return 'open';
  return row.pendingMarks > 0 ? 'marking' : 'submitted';
}
