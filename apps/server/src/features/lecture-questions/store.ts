// The author's questions within a lecture, as they stand for one learner.
import type { QuestionMark } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { partOfQuestion, type LectureQuestion, type QuestionStanding } from '@xueshi/domain';
import { and, eq, sql } from 'drizzle-orm';
import { findLessonById, type LectureContent, type QuizItem } from '../catalogue/service.ts';

const { questionStandings } = schema;

export type StandingRow = typeof questionStandings.$inferSelect;

/** A lecture on one learner's way through its course. */
export interface LecturePlace {
  readonly enrolmentId: string;
  readonly lessonId: string;
}

const NONE: readonly LectureQuestion[] = [];

async function lectureContent(db: Reader, lessonId: string): Promise<LectureContent | null> {
  const content = (await findLessonById(db, lessonId))?.content;
  return content?.kind === 'lecture' ? content : null;
}

const ofLecture = ({ enrolmentId, lessonId }: LecturePlace) =>
  and(eq(questionStandings.enrolmentId, enrolmentId), eq(questionStandings.lessonId, lessonId));

/** All questions of a lecture with how they stand. One without any costs no query. */
export async function questionsOf(
  db: Reader,
  place: LecturePlace,
): Promise<readonly LectureQuestion[]> {
  const content = await lectureContent(db, place.lessonId);
  if (!content?.questions || content.questions.length === 0) return NONE;
  const rows = await db.select().from(questionStandings).where(ofLecture(place));
  const standings = new Map(rows.map((row) => [row.questionId, row.standing as QuestionStanding]));
  const starts = content.chapters.map(({ startMs }) => startMs);
  return content.questions.map(({ atMs, item }) => ({
    id: item.id,
    atMs,
    part: partOfQuestion(atMs, starts),
    standing: standings.get(item.id) ?? 'unasked',
  }));
}

/** Those that were not answered right yet. */
export async function openQuestions(
  db: Reader,
  place: LecturePlace,
): Promise<readonly LectureQuestion[]> {
  return (await questionsOf(db, place)).filter(({ standing }) => standing !== 'right');
}

/** Where a lecture asks its questions, and which were answered right; told to its learner. */
export async function questionMarks(db: Reader, place: LecturePlace): Promise<QuestionMark[]> {
  const questions = await questionsOf(db, place);
  return questions.map(({ atMs, standing }) => ({ atMs, isAnswered: standing === 'right' }));
}

/** What a question asks, and when. Versions never change, so what was asked once is there. */
export async function findQuestion(
  db: Reader,
  lessonId: string,
  questionId: string,
): Promise<{ readonly atMs: number; readonly item: QuizItem }> {
  const content = await lectureContent(db, lessonId);
  const found = content?.questions?.find(({ item }) => item.id === questionId);
  if (!found) throw new Error('a question that its lecture does not have');
  return found;
}

export async function findStanding(
  db: Reader,
  place: LecturePlace,
  questionId: string,
): Promise<StandingRow | null> {
  const [row] = await db
    .select()
    .from(questionStandings)
    .where(and(ofLecture(place), eq(questionStandings.questionId, questionId)));
  return row ?? null;
}

/** Notes that a question is asked; gives the wrong answers that count against it now. */
export async function noteAsked(
  tx: Tx,
  { enrolmentId, lessonId }: LecturePlace,
  questionId: string,
  now: Date,
): Promise<number> {
  const [row] = await tx
    .insert(questionStandings)
    .values({
      enrolmentId,
      lessonId,
      questionId,
      standing: 'asked',
      wrongInRow: 0,
      wrongAnswers: 0,
      askedAt: now,
    })
    .onConflictDoUpdate({
      target: [
        questionStandings.enrolmentId,
        questionStandings.lessonId,
        questionStandings.questionId,
      ],
      set: { standing: 'asked' },
    })
    .returning({ wrongInRow: questionStandings.wrongInRow });
  return row?.wrongInRow ?? 0;
}

/** Notes how an answer changed a question's standing; `again` begins its wrong answers anew. */
export async function noteAnswered(
  tx: Tx,
  place: LecturePlace,
  questionId: string,
  outcome: { standing: 'right'; now: Date } | { standing: 'asked' | 'again' },
): Promise<void> {
  const wrong = {
    wrongAnswers: sql`${questionStandings.wrongAnswers} + 1`,
    wrongInRow: outcome.standing === 'again' ? 0 : sql`${questionStandings.wrongInRow} + 1`,
  };
  await tx
    .update(questionStandings)
    .set({
      standing: outcome.standing,
      ...(outcome.standing === 'right' ? { answeredAt: outcome.now } : wrong),
    })
    .where(and(ofLecture(place), eq(questionStandings.questionId, questionId)));
}
