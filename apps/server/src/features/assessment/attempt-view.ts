import type { CompletionNews, QuizAttempt, QuizItemResult } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { gradeQuiz, type ItemResult } from '@xueshi/domain';
import { renderMarkdown } from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import type { QuizItem } from '../catalogue/service.ts';
import { stateOf, type Attempt } from './attempt.ts';
import {
  askedItem,
  givenAnswer,
  keyOf,
  paperOf,
  renderIn,
  rightAnswer,
  type PaperItem,
} from './paper.ts';
import { answersOf, attemptRows, hundredthsOf, marksOf, type AttemptRow } from './store.ts';

/** What the lists of a quiz's attempts show. */
export async function attemptsOf(db: Reader, enrolmentId: string, lessonId: string) {
  const rows = await attemptRows(db, enrolmentId, lessonId);
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: stateOf(row),
    startedAt: row.startedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    percent: row.percent,
    passed: row.passed,
  }));
}

/** Whether answers may be seen once the attempt is handed in (the quiz's review policy). */
export function showsAnswers(
  { content }: Pick<Attempt, 'content'>,
  attempts: readonly Pick<AttemptRow, 'passed' | 'submittedAt'>[],
): boolean {
  const review = content.review ?? 'at_once';
  if (review !== 'when_done') return review === 'at_once';
  const allUsed =
    content.attempts !== null &&
    attempts.length >= content.attempts &&
    attempts.every(({ submittedAt }) => submittedAt !== null);
  return allUsed || attempts.some(({ passed }) => passed === true);
}

/** An attempt in the order it was shown; results only once it was handed in, and may be seen. */
export async function viewOf(
  db: Reader,
  attempt: Attempt,
  now: Date,
  news: CompletionNews | null = null,
): Promise<QuizAttempt> {
  const { row, content, lesson, enrolment } = attempt;
  const attempts = await attemptRows(db, enrolment.id, lesson.id);
  const state = stateOf(row);
  const paper = paperOf(content, row);
  const showsItems = state === 'open' || showsAnswers(attempt, attempts);
  const asked = new Set(paper.map(({ item }) => item.group));
  return {
    id: row.id,
    number: row.number,
    courseSlug: await slugOf(db, enrolment.courseId),
    lessonKey: lesson.key,
    state,
    passMark: content.passMark,
    deadlineAt: row.deadlineAt?.toISOString() ?? null,
    secondsLeft: state === 'open' ? secondsLeft(row, now) : null,
    closedBy: row.closedBy === 'time' ? 'time' : row.closedBy === null ? null : 'learner',
    groups: showsItems
      ? (content.groups ?? [])
          .filter(({ id }) => asked.has(id))
          .map(({ id, text, pictures }) => ({ id, html: renderIn(text, pictures, `${id}-`) }))
      : [],
    items: showsItems ? await itemsOf(db, attempt, paper) : [],
    itemCount: paper.length,
    correct: row.correct,
    earnedHundredths: row.earnedHundredths,
    worthHundredths: row.worthHundredths,
    percent: row.percent,
    passed: row.passed,
    attemptsLeft:
      content.attempts === null ? null : Math.max(0, content.attempts - attempts.length),
    review: content.review ?? 'at_once',
    news,
  };
}

function secondsLeft({ deadlineAt }: AttemptRow, now: Date): number | null {
  if (deadlineAt === null) return null;
  return Math.max(0, Math.ceil((deadlineAt.getTime() - now.getTime()) / 1000));
}

async function itemsOf(
  db: Reader,
  { row, content }: Attempt,
  paper: readonly PaperItem[],
): Promise<QuizAttempt['items']> {
  const answers = await answersOf(db, row.id);
  const isOpen = row.submittedAt === null;
  const marks = isOpen ? new Map<string, never>() : await marksOf(db, row.id);
  const graded = isOpen
    ? null
    : gradeQuiz(
        paper.map(({ item }) => keyOf(item)),
        answers,
        content.passMark,
        hundredthsOf(marks),
      );
  const results = new Map(graded?.perItem.map((one) => [one.id, one]));
  return paper.map((paperItem) => {
    const { id } = paperItem.item;
    const stored = answers[id] ?? null;
    const result = results.get(id);
    return {
      ...askedItem(paperItem),
      answer: stored === null ? null : givenAnswer(paperItem, stored),
      result: result ? resultOf(paperItem, result, marks.get(id)?.comment ?? null) : null,
    };
  });
}

/** What is told of an item once it may be told. */
export function resultOf(
  paperItem: PaperItem,
  result: Pick<ItemResult, 'right' | 'isPending' | 'earnedHundredths'>,
  comment: string | null,
): QuizItemResult {
  const { item } = paperItem;
  return {
    right: result.right,
    isPending: result.isPending,
    earnedHundredths: result.earnedHundredths,
    rightAnswer: rightAnswer(paperItem),
    explanationHtml: renderIn(item.explanation, item.pictures),
    statute: statuteOf(item),
    comment,
  };
}

function statuteOf({ statute }: QuizItem): QuizItemResult['statute'] {
  return (
    statute && {
      statute: statute.statute,
      article: statute.article,
      textHtml: renderMarkdown(statute.text),
    }
  );
}

async function slugOf(db: Reader, courseId: string): Promise<string> {
  const [row] = await db
    .select({ slug: schema.courses.slug })
    .from(schema.courses)
    .where(eq(schema.courses.id, courseId));
  if (!row) throw new Error('an enrolment without its course');
  return row.slug;
}
