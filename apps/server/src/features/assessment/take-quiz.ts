// What a learner does with a quiz: begin, answer, hand in.
import type { QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { deadlineOf, isTimeLeft } from '@xueshi/domain';
import { randomInt } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { beginProgress, openLesson } from '../learning/service.ts';
import { viewOf } from './attempt-view.ts';
import { isHandedIn, ownAttempt, readAttempt, type Attempt } from './attempt.ts';
import { closeAtDeadline } from './close-overdue.job.ts';
import { finishAttempt } from './finish-attempt.ts';
import { drawPaper, paperOf, storedAnswer } from './paper.ts';
import { attemptRows, findAttempt, saveAnswers, type AttemptRow } from './store.ts';

/**
 * Begins an attempt, or goes on with the open one. One whose time ran out while nobody looked is
 * handed in as it stands, and shown.
 */
export async function startQuiz(
  platform: Platform,
  actor: Actor,
  place: { slug: string; lessonKey: string },
): Promise<QuizAttempt> {
  const now = platform.clock.now();
  const { enrolment, lesson } = await openLesson(platform.db, actor, place, now);
  const { content } = lesson;
  if (content.kind !== 'quiz') throw new Refused('wrong-lesson-kind');
  const row = await platform.write(async (tx) => {
    const before = await attemptRows(tx, enrolment.id, lesson.id);
    const open = before.find((one) => !isHandedIn(one));
    if (open) {
      if (isTimeLeft(open.deadlineAt, now)) return open;
      const attempt = { row: open, enrolment, lesson, content };
      return (await finishAttempt(platform, tx, attempt, { now, closedBy: 'time' })).row;
    }
    if (content.attempts !== null && before.length >= content.attempts)
      throw new Refused('quiz-no-attempts-left');
    await beginProgress(tx, enrolment.id, lesson.id, now);
    const attempt = { enrolmentId: enrolment.id, lessonId: lesson.id, number: before.length + 1 };
    return insertAttempt(tx, attempt, content, now);
  });
  return viewOf(platform.db, { row, enrolment, lesson, content }, now);
}

async function insertAttempt(
  tx: Tx,
  place: Pick<AttemptRow, 'enrolmentId' | 'lessonId' | 'number'>,
  content: Attempt['content'],
  now: Date,
): Promise<AttemptRow> {
  const seed = randomInt(2 ** 31);
  const row: AttemptRow = {
    id: newId(),
    ...place,
    seed,
    itemIds: drawPaper(content, seed),
    startedAt: now,
    deadlineAt: deadlineOf(now, content.timeLimitMinutes ?? null),
    submittedAt: null,
    closedBy: null,
    correct: null,
    earnedHundredths: null,
    worthHundredths: null,
    percent: null,
    passed: null,
    pendingMarks: 0,
  };
  await tx.insert(schema.quizAttempts).values(row);
  if (row.deadlineAt) await closeAtDeadline(tx, row.id, row.deadlineAt);
  return row;
}

export async function readOwnAttempt(
  { db, clock }: Platform,
  actor: Actor,
  attemptId: string,
): Promise<QuizAttempt> {
  return viewOf(db, await ownAttempt(db, actor, attemptId), clock.now());
}

/** Answers as they are stored, by item; refuses the lot where one could be none. */
function storedAnswers(
  { row, content }: Attempt,
  given: Readonly<Record<string, QuizAnswer | null>>,
): Map<string, QuizAnswer | null> {
  const paper = new Map(paperOf(content, row).map((one) => [one.item.id, one]));
  const stored = new Map<string, QuizAnswer | null>();
  for (const [itemId, answer] of Object.entries(given)) {
    const paperItem = paper.get(itemId);
    if (!paperItem) throw new Refused('quiz-item-unknown');
    stored.set(itemId, answer === null ? null : storedAnswer(paperItem, answer));
  }
  return stored;
}

async function openRow(tx: Tx, attemptId: string): Promise<AttemptRow> {
  const row = await findAttempt(tx, attemptId);
  if (!row || isHandedIn(row)) throw new Refused('quiz-attempt-submitted');
  return row;
}

/** Saves one answer of an open attempt; null takes it back. */
export async function answerItem(
  platform: Platform,
  actor: Actor,
  attemptId: string,
  itemId: string,
  answer: QuizAnswer | null,
): Promise<void> {
  const attempt = await ownAttempt(platform.db, actor, attemptId);
  const stored = storedAnswers(attempt, { [itemId]: answer });
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const row = await openRow(tx, attemptId);
    if (!isTimeLeft(row.deadlineAt, now)) throw new Refused('quiz-time-over');
    await saveAnswers(tx, attemptId, stored, now);
  });
}

/**
 * Hands an attempt in: graded here, on the answers that are saved. What is handed in after the time
 * is over is what was saved before; nothing that was saved in time is lost.
 */
export async function submitQuiz(
  platform: Platform,
  actor: Actor,
  attemptId: string,
  given: Readonly<Record<string, QuizAnswer | null>>,
): Promise<QuizAttempt> {
  const { db, write, clock } = platform;
  const attempt = await ownAttempt(db, actor, attemptId);
  const stored = storedAnswers(attempt, given);
  const now = clock.now();
  const { row, news } = await write(async (tx) => {
    const open = await openRow(tx, attemptId);
    const inTime = isTimeLeft(open.deadlineAt, now);
    if (inTime) await saveAnswers(tx, attemptId, stored, now);
    const closedBy = inTime ? 'learner' : 'time';
    return finishAttempt(platform, tx, { ...attempt, row: open }, { now, closedBy });
  });
  return viewOf(db, { ...attempt, row }, now, news);
}

/** Hands in what an attempt holds whose time is over; does nothing where that is done. */
export async function closeOverdue(platform: Platform, attemptId: string): Promise<void> {
  const attempt = await readAttempt(platform.db, attemptId);
  if (!attempt || isHandedIn(attempt.row)) return;
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const row = await findAttempt(tx, attemptId);
    if (!row || isHandedIn(row) || isTimeLeft(row.deadlineAt, now)) return;
    await finishAttempt(platform, tx, { ...attempt, row }, { now, closedBy: 'time' });
  });
}
