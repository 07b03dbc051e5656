import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  Id,
  Instant,
  LocalText,
  Ms,
  nullable,
  oneOf,
  Prose,
  Slug,
} from './shared.ts';

/** Whoever wrote something: the name, and the unit where they belong to one. */
export const Writer = closed({ name: Type.String(), unitName: nullable(Type.String()) });

export const QuestionPost = closed({
  id: Id,
  writer: Writer,
  isOwn: Type.Boolean(),
  byInstructor: Type.Boolean(),
  /** null where it is hidden from the caller. */
  text: nullable(Type.String()),
  postedAt: Instant,
  hidden: nullable(closed({ reason: nullable(Type.String()) })),
  /** Whether the caller may hide it, or show it again. */
  mayHide: Type.Boolean(),
});
export type QuestionPost = Static<typeof QuestionPost>;

const questionBase = {
  id: Id,
  courseSlug: Slug,
  courseTitle: LocalText,
  lessonKey: nullable(Slug),
  lessonTitle: nullable(LocalText),
  atMs: nullable(Ms),
  /** Of the discussion of a case: read by those who have finished it, and waiting for nobody. */
  isAfterCase: Type.Boolean(),
  isOwn: Type.Boolean(),
  askedAt: Instant,
  /** Whether an instructor has answered, and nothing of the asker waits for an answer. */
  isAnswered: Type.Boolean(),
};

export const QuestionRow = closed({
  ...questionBase,
  writer: Writer,
  text: nullable(Type.String()),
  isHidden: Type.Boolean(),
  replies: Type.Integer(),
  /** Answers to the caller's own question that they have not seen. */
  unread: Type.Integer(),
  /** Whole days that the asker has waited for an instructor; null where they do not. */
  waitingDays: nullable(Type.Integer()),
});
export type QuestionRow = Static<typeof QuestionRow>;

export const QuestionThread = closed({
  ...questionBase,
  /** The question first. */
  posts: Type.Array(QuestionPost),
  unread: Type.Integer(),
  mayReply: Type.Boolean(),
  /** What the caller writes here is an instructor's answer. */
  answersAsInstructor: Type.Boolean(),
});
export type QuestionThread = Static<typeof QuestionThread>;

const page = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }));
const QuestionPage = closed({
  items: Type.Array(QuestionRow),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
});

const courseParams = closed({ slug: Slug });
const questionParams = closed({ id: Id });

export const listQuestions = endpoint({
  method: 'GET',
  url: '/api/v1/courses/:slug/questions',
  summary: 'Questions asked in a course, newest first; for whoever started it and its instructors',
  tag: 'questions',
  access: 'signed_in',
  params: courseParams,
  query: closed({ lesson: Type.Optional(Slug), own: Type.Optional(Type.Boolean()), page }),
  ok: { status: 200, schema: QuestionPage },
  problems: [400, 401, 404, 409],
});

export const askQuestion = endpoint({
  method: 'POST',
  url: '/api/v1/courses/:slug/questions',
  summary: 'Ask in a course, at a place of it or not',
  tag: 'questions',
  access: 'signed_in',
  params: courseParams,
  body: closed({
    text: Prose,
    lessonKey: nullable(Slug),
    atMs: nullable(Ms),
    /** In the discussion of the case that the lesson is; for whoever has finished it. */
    isAfterCase: Type.Optional(Type.Boolean()),
  }),
  ok: { status: 201, schema: QuestionThread },
  problems: [400, 401, 403, 404, 409, 429],
});

export const readQuestion = endpoint({
  method: 'GET',
  url: '/api/v1/questions/:id',
  summary: 'A question with its answers',
  tag: 'questions',
  access: 'signed_in',
  params: questionParams,
  ok: { status: 200, schema: QuestionThread },
  problems: [400, 401, 404],
});

export const replyToQuestion = endpoint({
  method: 'POST',
  url: '/api/v1/questions/:id/replies',
  summary: 'Write under a question; an instructor’s is marked as an answer',
  tag: 'questions',
  access: 'signed_in',
  params: questionParams,
  body: closed({ text: Prose }),
  ok: { status: 201, schema: QuestionThread },
  problems: [400, 401, 403, 404, 409, 429],
});

export const markQuestionRead = endpoint({
  method: 'POST',
  url: '/api/v1/questions/:id/reading',
  summary: 'Say that one has seen the answers to one’s own question',
  tag: 'questions',
  access: 'signed_in',
  params: questionParams,
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const listOwnQuestions = endpoint({
  method: 'GET',
  url: '/api/v1/me/questions',
  summary: 'The caller’s own questions, those with unread answers first',
  tag: 'questions',
  access: 'signed_in',
  query: closed({ page }),
  ok: {
    status: 200,
    schema: closed({ ...QuestionPage.properties, unreadQuestions: Type.Integer() }),
  },
  problems: [400, 401],
});

export const listQuestionsToAnswer = endpoint({
  method: 'GET',
  url: '/api/v1/studio/questions',
  summary:
    'Questions of the caller’s own courses, or of all; those that wait for an instructor, the oldest first',
  tag: 'questions',
  access: 'author',
  query: closed({
    state: Type.Optional(oneOf(['waiting', 'all'] as const)),
    /** Left out: own, where the caller wrote any that are published. */
    courses: Type.Optional(oneOf(['own', 'all'] as const)),
    page,
  }),
  ok: {
    status: 200,
    schema: closed({
      ...QuestionPage.properties,
      waiting: Type.Integer(),
      /** Of which courses these are, and how many the caller wrote. */
      courses: oneOf(['own', 'all'] as const),
      ownCourses: Type.Integer(),
    }),
  },
  problems: [400, 401, 403],
});

const postParams = closed({ id: Id });

export const hidePost = endpoint({
  method: 'PUT',
  url: '/api/v1/question-posts/:id/hiding',
  summary: 'Hide a post, with a reason that its writer sees; it is kept',
  tag: 'questions',
  access: 'staff',
  params: postParams,
  body: closed({ reason: Prose }),
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});

export const showPost = endpoint({
  method: 'DELETE',
  url: '/api/v1/question-posts/:id/hiding',
  summary: 'Show a hidden post again',
  tag: 'questions',
  access: 'staff',
  params: postParams,
  ok: { status: 204, schema: Type.Null() },
  problems: [400, 401, 403, 404],
});
