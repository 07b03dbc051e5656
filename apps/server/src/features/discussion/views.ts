// Questions as they are shown, and to whom.
import type { QuestionPost, QuestionRow, QuestionThread } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { wholeDaysSince } from '@xueshi/domain';
import { administers, mayUse } from '../../platform/authorisation.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { hasStarted } from '../learning/service.ts';
import { namesOf, type NamedPerson } from '../people/service.ts';
import { openCases } from './after-case.ts';
import { isInstructor } from './instructors.ts';
import {
  findQuestions,
  postHeads,
  postsOf,
  readsOf,
  type PlacedQuestion,
  type Post,
  type PostHead,
} from './store.ts';

/** Instructors hide any post, administrators those of people of their subtree. */
export function mayHidePostOf(actor: Actor, writer: NamedPerson | undefined): boolean {
  if (isInstructor(actor)) return true;
  const path = writer?.unitPath ?? null;
  return path !== null && administers(actor, path);
}

const nobody: NamedPerson = { name: '', unitName: null, unitPath: null };
const writerOf = ({ name, unitName }: NamedPerson) => ({ name, unitName });

function baseOf(found: PlacedQuestion, actor: Actor, posts: readonly PostHead[]) {
  const { question } = found;
  const answered = posts.some((post) => post.byInstructor && post.hiddenAt === null);
  return {
    id: question.id,
    courseSlug: found.courseSlug,
    courseTitle: found.courseTitle,
    lessonKey: question.lessonKey,
    lessonTitle: found.lessonTitle,
    atMs: question.atMs,
    isAfterCase: question.isAfterCase,
    isOwn: question.askedBy === actor.personId,
    askedAt: question.askedAt.toISOString(),
    isAnswered: answered && question.waitingSince === null,
  };
}

/** Answers to one's own question that one has not seen; others' questions have none. */
function unreadIn(
  { question }: PlacedQuestion,
  actor: Actor,
  posts: readonly PostHead[],
  seen: number,
): number {
  if (question.askedBy !== actor.personId) return 0;
  return posts.filter(
    (post) => post.personId !== actor.personId && post.hiddenAt === null && post.position > seen,
  ).length;
}

export async function rowsOf(
  db: Reader,
  actor: Actor,
  found: readonly PlacedQuestion[],
  now: Date,
): Promise<QuestionRow[]> {
  const ids = found.map(({ question }) => question.id);
  const heads = Map.groupBy(await postHeads(db, ids), (post) => post.questionId);
  const seen = await readsOf(db, actor.personId, ids);
  const names = await namesOf(
    db,
    found.map(({ question }) => question.askedBy),
  );
  return found.map((one) => {
    const { question, first } = one;
    const posts = heads.get(question.id) ?? [];
    return {
      ...baseOf(one, actor, posts),
      writer: writerOf(names.get(question.askedBy) ?? nobody),
      text: first.text,
      isHidden: first.hiddenAt !== null,
      replies: posts.filter((post) => post.position > 0 && post.hiddenAt === null).length,
      unread: unreadIn(one, actor, posts, seen.get(question.id) ?? 0),
      waitingDays: question.waitingSince && wholeDaysSince(question.waitingSince, now),
    };
  });
}

/**
 * A question that the caller may read: they started its course, or have something to answer for; in the
 * discussion of a case, they have finished it. A hidden one is there for its asker and for those who may hide it; to all others it is "not found".
 */
export async function openQuestion(
  db: Reader,
  actor: Actor,
  questionId: string,
): Promise<PlacedQuestion> {
  const [found] = await findQuestions(db, { questionId }, { order: 'newest', limit: 1, offset: 0 });
  if (!found) throw new Refused('not-found');
  const { question, first } = found;
  if (question.askedBy === actor.personId) return found;
  if (first.hiddenAt !== null) {
    const names = await namesOf(db, [question.askedBy]);
    if (!mayHidePostOf(actor, names.get(question.askedBy))) throw new Refused('not-found');
    return found;
  }
  if (question.isAfterCase) {
    const open = await openCases(db, actor, question.courseId);
    if (open !== 'all' && !open.includes(question.lessonKey ?? '')) throw new Refused('not-found');
    return found;
  }
  if (mayUse('staff', actor)) return found;
  if (!(await hasStarted(db, actor.personId, question.courseId))) throw new Refused('not-found');
  return found;
}

function postView(post: Post, actor: Actor, writer: NamedPerson): QuestionPost {
  const isOwn = post.personId === actor.personId;
  const mayHide = mayHidePostOf(actor, writer);
  const isShown = post.hiddenAt === null || isOwn || mayHide;
  return {
    id: post.id,
    writer: writerOf(writer),
    isOwn,
    byInstructor: post.byInstructor,
    text: isShown ? post.text : null,
    postedAt: post.postedAt.toISOString(),
    hidden: post.hiddenAt && { reason: isShown ? post.hiddenReason : null },
    mayHide,
  };
}

export async function threadOf(
  db: Reader,
  actor: Actor,
  found: PlacedQuestion,
): Promise<QuestionThread> {
  const { question, first } = found;
  const posts = await postsOf(db, question.id);
  const seen = await readsOf(db, actor.personId, [question.id]);
  const names = await namesOf(
    db,
    posts.map((post) => post.personId),
  );
  return {
    ...baseOf(found, actor, posts),
    posts: posts.map((post) => postView(post, actor, names.get(post.personId) ?? nobody)),
    unread: unreadIn(found, actor, posts, seen.get(question.id) ?? 0),
    mayReply: first.hiddenAt === null,
    answersAsInstructor: isInstructor(actor) && question.askedBy !== actor.personId,
  };
}
