import type { CompletionNews, QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { gradeQuiz, shuffleItems } from '@xueshi/domain';
import { renderMarkdown } from '@xueshi/formats';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  findLessonById,
  type Lesson,
  type QuizContent,
  type QuizItem,
} from '../catalogue/service.ts';
import { recordOrigin } from '../evidence/service.ts';
import {
  beginProgress,
  completeLesson,
  findEnrolment,
  lessonProgressOf,
  openLesson,
  updateProgress,
  type Enrolment,
} from '../learning/service.ts';
import { keyOf } from './answer-key.ts';

export { sheetOf } from './sheets.ts';

const { quizAnswers, quizAttempts } = schema;

type AttemptRow = typeof quizAttempts.$inferSelect;

interface OpenAttempt {
  readonly attempt: AttemptRow;
  readonly enrolment: Enrolment;
  readonly lesson: Lesson;
  readonly content: QuizContent;
}

export async function attemptsOf(db: Reader, enrolmentId: string, lessonId: string) {
  const rows = await attemptRows(db, enrolmentId, lessonId);
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    startedAt: row.startedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    percent: row.percent,
    passed: row.passed,
  }));
}

async function attemptRows(
  db: Reader,
  enrolmentId: string,
  lessonId: string,
): Promise<AttemptRow[]> {
  return db
    .select()
    .from(quizAttempts)
    .where(and(eq(quizAttempts.enrolmentId, enrolmentId), eq(quizAttempts.lessonId, lessonId)))
    .orderBy(asc(quizAttempts.number));
}

/** Begins an attempt, or goes on with the open one. */
export async function startQuiz(
  platform: Platform,
  actor: Actor,
  place: { slug: string; lessonKey: string },
): Promise<QuizAttempt> {
  const now = platform.clock.now();
  const { enrolment, lesson } = await openLesson(platform.db, actor, place, now);
  const { content } = lesson;
  if (content.kind !== 'quiz') throw new Refused('wrong-lesson-kind');
  const attempt = await platform.write(async (tx) => {
    const before = await attemptRows(tx, enrolment.id, lesson.id);
    const open = before.find((row) => row.submittedAt === null);
    if (open) return open;
    if (content.attempts !== null && before.length >= content.attempts)
      throw new Refused('quiz-no-attempts-left');
    await beginProgress(tx, enrolment.id, lesson.id, now);
    const row: AttemptRow = {
      id: newId(),
      enrolmentId: enrolment.id,
      lessonId: lesson.id,
      number: before.length + 1,
      seed: randomInt(2 ** 31),
      startedAt: now,
      submittedAt: null,
      correct: null,
      percent: null,
      passed: null,
    };
    await tx.insert(quizAttempts).values(row);
    await recordOrigin(tx, { id: row.id, kind: 'quiz', actor, browserMark: null, at: now });
    return row;
  });
  return viewOf(platform.db, place.slug, { attempt, enrolment, lesson, content }, null);
}

async function ownAttempt(db: Reader, actor: Actor, attemptId: string): Promise<OpenAttempt> {
  const [attempt] = await db.select().from(quizAttempts).where(eq(quizAttempts.id, attemptId));
  const enrolment = attempt && (await findEnrolment(db, attempt.enrolmentId));
  if (!attempt || enrolment?.personId !== actor.personId) throw new Refused('not-found');
  const lesson = await findLessonById(db, attempt.lessonId);
  if (lesson?.content.kind !== 'quiz') throw new Error('an attempt at something that is no quiz');
  return { attempt, enrolment, lesson, content: lesson.content };
}

async function slugOf(db: Reader, courseId: string): Promise<string> {
  const [row] = await db
    .select({ slug: schema.courses.slug })
    .from(schema.courses)
    .where(eq(schema.courses.id, courseId));
  if (!row) throw new Error('an enrolment without its course');
  return row.slug;
}

export async function readAttempt(
  { db }: Platform,
  actor: Actor,
  attemptId: string,
): Promise<QuizAttempt> {
  const open = await ownAttempt(db, actor, attemptId);
  return viewOf(db, await slugOf(db, open.enrolment.courseId), open, null);
}

/** Only what could be an answer to this item is kept. */
function checkAnswer(item: QuizItem, answer: QuizAnswer): void {
  const fits =
    item.kind === 'true_false'
      ? typeof answer === 'boolean'
      : typeof answer !== 'boolean' &&
        new Set(answer).size === answer.length &&
        (item.kind === 'multiple' || answer.length <= 1) &&
        answer.every((letter) => item.options.some((option) => option.id === letter));
  if (!fits) throw new Refused('quiz-answer-malformed');
}

function findItem(content: QuizContent, itemId: string): QuizItem {
  const item = content.items.find((one) => one.id === itemId);
  if (!item) throw new Refused('quiz-item-unknown');
  return item;
}

async function saveAnswer(
  tx: Tx,
  attemptId: string,
  itemId: string,
  answer: QuizAnswer | null,
  now: Date,
): Promise<void> {
  if (answer === null || (typeof answer !== 'boolean' && answer.length === 0)) {
    await tx
      .delete(quizAnswers)
      .where(and(eq(quizAnswers.attemptId, attemptId), eq(quizAnswers.itemId, itemId)));
    return;
  }
  const values = { answer, answeredAt: now };
  await tx
    .insert(quizAnswers)
    .values({ attemptId, itemId, ...values })
    .onConflictDoUpdate({ target: [quizAnswers.attemptId, quizAnswers.itemId], set: values });
}

/** Saves one answer of an open attempt; null takes it back. */
export async function answerItem(
  platform: Platform,
  actor: Actor,
  attemptId: string,
  itemId: string,
  answer: QuizAnswer | null,
): Promise<void> {
  const { attempt, content } = await ownAttempt(platform.db, actor, attemptId);
  const item = findItem(content, itemId);
  if (answer !== null) checkAnswer(item, answer);
  await platform.write(async (tx) => {
    await refuseSubmitted(tx, attempt.id);
    await saveAnswer(tx, attempt.id, itemId, answer, platform.clock.now());
  });
}

async function refuseSubmitted(tx: Tx, attemptId: string): Promise<void> {
  const [open] = await tx
    .select({ id: quizAttempts.id })
    .from(quizAttempts)
    .where(and(eq(quizAttempts.id, attemptId), isNull(quizAttempts.submittedAt)));
  if (!open) throw new Refused('quiz-attempt-submitted');
}

async function answersOf(db: Reader, attemptId: string): Promise<Record<string, QuizAnswer>> {
  const rows = await db.select().from(quizAnswers).where(eq(quizAnswers.attemptId, attemptId));
  return Object.fromEntries(rows.map((row) => [row.itemId, row.answer]));
}

/** Hands an attempt in: graded here, on the answers that are saved. Passing completes the lesson. */
export async function submitQuiz(
  platform: Platform,
  actor: Actor,
  attemptId: string,
  given: Readonly<Record<string, QuizAnswer | null>>,
): Promise<QuizAttempt> {
  const { db, write, clock } = platform;
  const open = await ownAttempt(db, actor, attemptId);
  for (const [itemId, answer] of Object.entries(given)) {
    const item = findItem(open.content, itemId);
    if (answer !== null) checkAnswer(item, answer);
  }
  const now = clock.now();
  const { attempt, news } = await write(async (tx) => {
    await refuseSubmitted(tx, attemptId);
    for (const [itemId, answer] of Object.entries(given))
      await saveAnswer(tx, attemptId, itemId, answer, now);
    return gradeAttempt(platform, tx, open, now);
  });
  return viewOf(db, await slugOf(db, open.enrolment.courseId), { ...open, attempt }, news);
}

async function gradeAttempt(
  platform: Platform,
  tx: Tx,
  open: OpenAttempt,
  now: Date,
): Promise<{ attempt: AttemptRow; news: CompletionNews | null }> {
  const { attempt, enrolment, lesson, content } = open;
  const grade = gradeQuiz(
    content.items.map(keyOf),
    await answersOf(tx, attempt.id),
    content.passMark,
  );
  const result = {
    submittedAt: now,
    correct: grade.correct,
    percent: grade.percent,
    passed: grade.passed,
  };
  await tx.update(quizAttempts).set(result).where(eq(quizAttempts.id, attempt.id));
  const progress = await lessonProgressOf(tx, enrolment.id, lesson.id);
  const bestPercent = Math.max(progress?.bestPercent ?? 0, grade.percent);
  await updateProgress(tx, enrolment.id, lesson.id, { bestPercent });
  const news = grade.passed ? await completeLesson(platform, tx, { enrolment, lesson, now }) : null;
  return { attempt: { ...attempt, ...result }, news };
}

/** An attempt in the order it was shown; results only once it was handed in. */
async function viewOf(
  db: Reader,
  courseSlug: string,
  open: OpenAttempt,
  news: CompletionNews | null,
): Promise<QuizAttempt> {
  const { attempt, content, lesson, enrolment } = open;
  const answers = await answersOf(db, attempt.id);
  const submitted = attempt.submittedAt !== null;
  const grade = submitted ? gradeQuiz(content.items.map(keyOf), answers, content.passMark) : null;
  const right = new Map(grade?.perItem.map((one) => [one.id, one.right]));
  const order = shuffleItems(
    content.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      optionCount: item.options.length,
    })),
    attempt.seed,
  );
  const used = (await attemptRows(db, enrolment.id, lesson.id)).length;
  return {
    id: attempt.id,
    number: attempt.number,
    courseSlug,
    lessonKey: lesson.key,
    state: submitted ? 'submitted' : 'open',
    passMark: content.passMark,
    items: order.flatMap(({ sourceIndex, optionOrder }) => {
      const item = content.items[sourceIndex];
      if (!item) return [];
      return [
        {
          id: item.id,
          kind: item.kind,
          stemHtml: renderMarkdown(item.stem),
          options: optionOrder
            .flatMap((at) => item.options[at] ?? [])
            .map((option) => ({ ...option })),
          answer: answers[item.id] ?? null,
          result: submitted ? resultOf(item, right.get(item.id) ?? false) : null,
        },
      ];
    }),
    correct: attempt.correct,
    percent: attempt.percent,
    passed: attempt.passed,
    attemptsLeft: content.attempts === null ? null : Math.max(0, content.attempts - used),
    news,
  };
}

function resultOf(item: QuizItem, right: boolean) {
  return {
    right,
    rightAnswer: typeof item.answer === 'boolean' ? item.answer : [...item.answer],
    explanationHtml: renderMarkdown(item.explanation),
    statute: item.statute && {
      statute: item.statute.statute,
      article: item.statute.article,
      textHtml: renderMarkdown(item.statute.text),
    },
  };
}
