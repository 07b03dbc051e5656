// Asking a presence check: anew, in place of one that waited, or the next question that is due.
import type { Tx } from '@xueshi/database';
import { dueQuestion, type IntervalSet, type OpenCheck, type PresencePolicy } from '@xueshi/domain';
import { heldAs, openCheckFor, timeFor } from './open-check.ts';
import { shownWords } from './presence-check.ts';
import { insertCheck, saveCheckStanding, updateCheck, type CheckRow } from './presence-store.ts';
import { shownQuestion } from './question-check.ts';
import {
  findQuestion,
  findStanding,
  noteAsked,
  openQuestions,
  type LecturePlace,
} from '../lecture-questions/service.ts';
import type { PlayheadRow } from './store.ts';

/** Whose check it is, and in which playback it is asked. */
export interface AskedIn extends LecturePlace {
  readonly personId: string;
  readonly sessionId: string;
}

/** Writes a check down: a question of the author's own, or a word where `questionId` is null. */
export async function askCheck(
  tx: Tx,
  open: OpenCheck,
  of: AskedIn,
  questionId: string | null,
): Promise<CheckRow> {
  const askedAt = new Date(open.askedMs);
  const shown =
    questionId === null
      ? shownWords()
      : shownQuestion((await findQuestion(tx, of.lessonId, questionId)).item);
  const row: CheckRow = {
    personId: of.personId,
    sessionId: of.sessionId,
    lessonId: of.lessonId,
    id: open.id,
    kind: questionId === null ? 'word' : 'question',
    questionId,
    ...shown,
    askedAt,
    deadlineAt: new Date(open.deadlineMs),
    outcome: 'open',
    // Asking a question again forgives no wrong answer, or reloading the page would.
    attempts: questionId === null ? 0 : await noteAsked(tx, of, questionId, askedAt),
    settledAt: null,
    takenBackMs: 0,
  };
  await insertCheck(tx, row);
  return row;
}

/**
 * Asks in place of a check that waited, with its full time. A question is asked again in its own
 * lecture; elsewhere a word stands in for it, and the question waits for its lecture.
 */
export async function renewCheck(
  tx: Tx,
  waiting: CheckRow,
  playhead: Pick<PlayheadRow, 'checkTimeMs'>,
  of: AskedIn,
  now: Date,
  policy: PresencePolicy,
): Promise<CheckRow> {
  const questionId = await questionToRepeat(tx, waiting, of);
  const kind = questionId === null ? 'word' : 'question';
  const open = openCheckFor(timeFor(kind, playhead, policy), now.getTime());
  await updateCheck(tx, waiting.id, { outcome: 'renewed', settledAt: now });
  await saveCheckStanding(tx, of.personId, heldAs(open));
  return askCheck(tx, open, of, questionId);
}

async function questionToRepeat(
  tx: Tx,
  { questionId, lessonId }: CheckRow,
  of: LecturePlace,
): Promise<string | null> {
  if (questionId === null || lessonId !== of.lessonId) return null;
  const standing = await findStanding(tx, of, questionId);
  return standing?.standing === 'asked' ? questionId : null;
}

/** Asks the next question of a lecture that is due, where one is. */
export async function askNextQuestion(
  tx: Tx,
  { of, watched }: { readonly of: AskedIn; readonly watched: IntervalSet },
  playhead: Pick<PlayheadRow, 'checkTimeMs'>,
  now: Date,
  policy: PresencePolicy,
): Promise<CheckRow | null> {
  const due = dueQuestion(await openQuestions(tx, of), watched);
  if (!due) return null;
  const open = openCheckFor(timeFor('question', playhead, policy), now.getTime());
  await saveCheckStanding(tx, of.personId, { ...heldAs(open), untilCheckMs: 0 });
  return askCheck(tx, open, of, due.id);
}
