import type { QuestionThread } from '@xueshi/contracts';
import type { Reader, Tx } from '@xueshi/database';
import { mayUse } from '../../platform/authorisation.ts';
import { DAY_MS, keepDailyLimit } from '../../platform/daily-limit.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { knownCourse, type PublishedCourse } from '../catalogue/service.ts';
import { coursesByAuthor } from '../drafts/service.ts';
import { hasStarted, openLesson } from '../learning/service.ts';
import { openCases, refuseBeforeEnd } from './after-case.ts';
import { isInstructor } from './instructors.ts';
import {
  countQuestions,
  countUnreadQuestions,
  findQuestions,
  insertPost,
  insertQuestion,
  postsOf,
  postsSince,
  saveRead,
  updateQuestion,
  type Question,
} from './store.ts';
import { openQuestion, rowsOf, threadOf } from './views.ts';
import { settleWaiting } from './waiting.ts';

export { ownDiscussion } from './own-data.ts';

/** Questions of a course that wait for an answer. */
export const countWaitingQuestions = (db: Reader, courseId: string): Promise<number> =>
  countQuestions(db, { courseId, isWaiting: true });

export { hidePost, showPost } from './hiding.ts';

export const POST_CHARACTERS = 2000;
export const POSTS_PER_DAY = 20;
/** Instructors answer many; the bound is there against a program gone wild. */
const ANSWERS_PER_DAY = 300;
const PAGE_SIZE = 20;
/** The same words once more within this time are the same post, sent again over a poor line. */
const SENT_AGAIN_MS = 10 * 60_000;

const windowOf = (page: number) => ({ limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });

/** The course, if the caller takes part in it: started it, or has something to answer for. */
async function joinedCourse(
  { db }: Platform,
  actor: Actor,
  slug: string,
): Promise<PublishedCourse> {
  const published = await knownCourse(db, slug);
  if (mayUse('staff', actor)) return published;
  if (!(await hasStarted(db, actor.personId, published.course.id)))
    throw new Refused('course-not-started');
  return published;
}

export async function listQuestions(
  platform: Platform,
  actor: Actor,
  slug: string,
  wanted: { lesson?: string; own?: boolean; page?: number },
) {
  const { db, clock } = platform;
  const { course } = await joinedCourse(platform, actor, slug);
  const open = await openCases(db, actor, course.id);
  const filter = {
    courseId: course.id,
    ...(open === 'all' ? {} : { openCases: open }),
    ...(wanted.lesson === undefined ? {} : { lessonKey: wanted.lesson }),
    ...(wanted.own ? { askedBy: actor.personId } : {}),
    ...(isInstructor(actor) ? {} : { hiddenOnlyOf: actor.personId }),
  };
  const page = wanted.page ?? 1;
  const found = await findQuestions(db, filter, { order: 'newest', ...windowOf(page) });
  return {
    items: await rowsOf(db, actor, found, clock.now()),
    total: await countQuestions(db, filter),
    page,
    pageSize: PAGE_SIZE,
  };
}

export async function listOwnQuestions(
  { db, clock }: Platform,
  actor: Actor,
  wanted: { page?: number },
) {
  const filter = { askedBy: actor.personId };
  const page = wanted.page ?? 1;
  const found = await findQuestions(db, filter, { order: 'unreadFirst', ...windowOf(page) });
  return {
    items: await rowsOf(db, actor, found, clock.now()),
    total: await countQuestions(db, filter),
    page,
    pageSize: PAGE_SIZE,
    unreadQuestions: await countUnreadQuestions(db, actor.personId),
  };
}

export { countUnreadQuestions };

/** Of the caller's own courses first; of all where asked, and for who wrote none. */
export async function listQuestionsToAnswer(
  { db, clock }: Platform,
  actor: Actor,
  wanted: { state?: 'waiting' | 'all'; courses?: 'own' | 'all'; page?: number },
) {
  const own = await coursesByAuthor(db, actor.personId);
  const isOwn = wanted.courses !== 'all' && own.length > 0;
  const of = isOwn ? { courseIds: own } : {};
  const isAll = wanted.state === 'all';
  const filter = isAll ? of : { ...of, isWaiting: true as const };
  const page = wanted.page ?? 1;
  const order = isAll ? 'newest' : 'longestWaiting';
  const found = await findQuestions(db, filter, { order, ...windowOf(page) });
  return {
    items: await rowsOf(db, actor, found, clock.now()),
    total: await countQuestions(db, filter),
    page,
    pageSize: PAGE_SIZE,
    waiting: await countQuestions(db, { ...of, isWaiting: true }),
    courses: isOwn ? ('own' as const) : ('all' as const),
    ownCourses: own.length,
  };
}

export async function readQuestion(
  { db }: Platform,
  actor: Actor,
  questionId: string,
): Promise<QuestionThread> {
  return threadOf(db, actor, await openQuestion(db, actor, questionId));
}

interface NewQuestion {
  readonly text: string;
  readonly lessonKey: string | null;
  readonly atMs: number | null;
  /** Written in the discussion of a case, by who has finished it. */
  readonly isAfterCase?: boolean;
}

async function lessonOf(
  platform: Platform,
  actor: Actor,
  slug: string,
  { lessonKey, atMs, isAfterCase = false }: NewQuestion,
): Promise<Pick<Question, 'lessonKey' | 'lessonTitle' | 'atMs' | 'isAfterCase'>> {
  if (lessonKey === null) {
    if (isAfterCase) throw new Refused('case-discussion-closed');
    return { lessonKey: null, lessonTitle: null, atMs: null, isAfterCase };
  }
  const { lesson, enrolment } = await openLesson(
    platform.db,
    actor,
    { slug, lessonKey },
    platform.clock.now(),
  );
  const { content } = lesson;
  const isPlace = atMs === null || (content.kind === 'lecture' && atMs <= content.durationMs);
  if (!isPlace) throw new Refused('no-such-place');
  const { courseId } = enrolment;
  if (isAfterCase) await refuseBeforeEnd(platform.db, actor, { courseId, lesson });
  return { lessonKey: lesson.key, lessonTitle: lesson.title, atMs, isAfterCase };
}

export async function askQuestion(
  platform: Platform,
  actor: Actor,
  slug: string,
  input: NewQuestion,
): Promise<QuestionThread> {
  const now = platform.clock.now();
  const text = proseOf(input.text, POST_CHARACTERS);
  const { course } = await joinedCourse(platform, actor, slug);
  const place = await lessonOf(platform, actor, slug, input);
  const { personId } = actor;
  return platform.write(async (tx) => {
    const again = await sentAgain(tx, actor, { text, now, position: 0 });
    if (again !== null) return threadOf(tx, actor, await openQuestion(tx, actor, again));
    const id = newId();
    await insertQuestion(tx, {
      id,
      courseId: course.id,
      askedBy: personId,
      ...place,
      askedAt: now,
      lastPostAt: now,
      waitingSince: place.isAfterCase ? null : now,
    });
    await post(tx, actor, { questionId: id, position: 0, byInstructor: false, text, now });
    return threadOf(tx, actor, await openQuestion(tx, actor, id));
  });
}

/** The question under which the same words were just written; the daily limit holds for all others. */
async function sentAgain(
  tx: Tx,
  actor: Actor,
  {
    text,
    now,
    position,
    limit = POSTS_PER_DAY,
    questionId,
  }: {
    text: string;
    now: Date;
    position: number | null;
    limit?: number;
    questionId?: string;
  },
): Promise<string | null> {
  const recent = await postsSince(tx, actor.personId, new Date(now.getTime() - DAY_MS));
  const same = recent.find(
    (one) =>
      one.text === text &&
      (position === null || one.position === position) &&
      (questionId === undefined || one.questionId === questionId) &&
      now.getTime() - one.postedAt.getTime() < SENT_AGAIN_MS,
  );
  if (same) return same.questionId;
  keepDailyLimit(
    recent.map((one) => one.postedAt),
    limit,
    now,
  );
  return null;
}

async function post(
  tx: Tx,
  actor: Actor,
  what: { questionId: string; position: number; byInstructor: boolean; text: string; now: Date },
): Promise<void> {
  const { now, ...row } = what;
  await insertPost(tx, {
    id: newId(),
    ...row,
    personId: actor.personId,
    postedAt: now,
    hiddenAt: null,
    hiddenBy: null,
    hiddenReason: null,
  });
}

export async function replyToQuestion(
  platform: Platform,
  actor: Actor,
  questionId: string,
  input: { text: string },
): Promise<QuestionThread> {
  const now = platform.clock.now();
  const text = proseOf(input.text, POST_CHARACTERS);
  return platform.write(async (tx) => {
    const { question, first } = await openQuestion(tx, actor, questionId);
    if (first.hiddenAt !== null) throw new Refused('question-hidden');
    const byInstructor = isInstructor(actor) && question.askedBy !== actor.personId;
    const limit = byInstructor ? ANSWERS_PER_DAY : POSTS_PER_DAY;
    const again = await sentAgain(tx, actor, { text, now, position: null, limit, questionId });
    if (again === null) {
      const position = (await postsOf(tx, question.id)).length;
      await post(tx, actor, { questionId: question.id, position, byInstructor, text, now });
      await updateQuestion(tx, question.id, { lastPostAt: now });
      await settleWaiting(tx, question);
    }
    return threadOf(tx, actor, await openQuestion(tx, actor, questionId));
  });
}

/** Only the asker has answers to see; another's question is "not found" here. */
export async function markQuestionRead(
  platform: Platform,
  actor: Actor,
  questionId: string,
): Promise<void> {
  await platform.write(async (tx) => {
    const { question } = await openQuestion(tx, actor, questionId);
    if (question.askedBy !== actor.personId) throw new Refused('not-found');
    const position = (await postsOf(tx, question.id)).length - 1;
    await saveRead(tx, { personId: actor.personId, questionId: question.id, position });
  });
}
