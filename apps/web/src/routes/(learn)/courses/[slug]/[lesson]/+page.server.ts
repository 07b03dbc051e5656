import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  askQuestion,
  decideCase,
  finishReading,
  listLessonNotes,
  listOthersReflections,
  listQuestions,
  openReading,
  readCourseware,
  readLesson,
  readQuizAttempt,
  reflectOnCase,
  startCase,
  startQuiz,
  submitQuiz,
  type LessonView,
  type Problem,
  type QuizAttempt,
} from '@xueshi/contracts';
import { callApi, readApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import { addNoteAction, changeNoteAction, deleteNoteAction } from '#lib/server/note-actions.ts';
import { pageOf, secondOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';
import { answersOf } from '#lib/features/learning/quiz/quiz-form.ts';

type Place = RequestEvent<{ slug: string; lesson: string }>;

const placeOf = ({ params }: Place) => ({ slug: params.slug, lessonKey: params.lesson });

/** The attempt that the address names, if it is one of this quiz. */
async function attemptOf(event: Place, lesson: LessonView): Promise<QuizAttempt | null> {
  const id = event.url.searchParams.get('attempt');
  if (lesson.kind !== 'quiz' || !id || !lesson.attempts.some((attempt) => attempt.id === id))
    return null;
  return readApi(event, readQuizAttempt, { params: { id } });
}

/** What others share on a case: read once one's own is written; the page stands without it too. */
async function othersOn(event: Place, lesson: LessonView) {
  if (lesson.kind !== 'case' || !lesson.run || lesson.run.reflection === null) return null;
  const answer = await callApi(event, listOthersReflections, { params: { id: lesson.run.id } });
  return answer.ok ? answer.data.items : (false as const);
}

/** What is said on a case under discussion; null until the caller has finished it. */
async function talkOn(event: Place, lesson: LessonView) {
  if (lesson.kind !== 'case' || lesson.run?.discussion !== 'open') return null;
  const params = { slug: event.params.slug };
  const query = { lesson: lesson.key, ...pageOf(event.url.searchParams) };
  const answer = await callApi(event, listQuestions, { params, query });
  return answer.ok ? answer.data : (false as const);
}

async function coursewareOf(event: Place, lesson: LessonView) {
  return lesson.kind === 'courseware'
    ? readApi(event, readCourseware, { params: placeOf(event) })
    : null;
}

export const load: PageServerLoad = async (event) => {
  const [answer, notes] = await Promise.all([
    callApi(event, readLesson, { params: placeOf(event) }),
    callApi(event, listLessonNotes, { params: placeOf(event) }),
  ]);
  if (!answer.ok) {
    const { status, code, title, requestId } = answer.problem;
    if (status === 401) redirect(303, signInUrl(event.url));
    if (code === 'course-not-started') redirect(303, `/courses/${event.params.slug}`);
    error(status, title, { code, requestId });
  }
  const lesson = answer.data;
  return {
    lesson,
    attempt: await attemptOf(event, lesson),
    /** null where they could not be read: the lesson goes on without them. */
    notes: notes.ok ? notes.data.items : null,
    noteRequestId: crypto.randomUUID(),
    startAtMs: secondOf(event.url.searchParams),
    others: await othersOn(event, lesson),
    talk: await talkOn(event, lesson),
    courseware: await coursewareOf(event, lesson),
    personId: event.locals.me?.personId ?? '',
  };
};

/** Back to the page with the sentence; what was typed stays. */
function refused(event: Place, action: string, problem: Problem, typed: string | null = null) {
  if (problem.status === 401) redirect(303, signInUrl(new URL(event.url.pathname, event.url)));
  return fail(problem.status, { problem: { action, title: problem.title }, typed });
}

export const actions: Actions = {
  addNote: (event) => addNoteAction(event, placeOf(event)),
  changeNote: changeNoteAction,
  deleteNote: deleteNoteAction,
  openReading: async (event) => {
    const answer = await callApi(event, openReading, { params: placeOf(event) });
    if (!answer.ok) return refused(event, 'openReading', answer.problem);
  },
  finishReading: async (event) => {
    const answer = await callApi(event, finishReading, { params: placeOf(event) });
    return answer.ok ? { news: answer.data } : refused(event, 'finishReading', answer.problem);
  },
  startCase: async (event) => {
    const answer = await callApi(event, startCase, { body: placeOf(event) });
    if (!answer.ok) return refused(event, 'startCase', answer.problem);
  },
  decide: async (event) => {
    const form = await event.request.formData();
    const params = { id: fieldOf(form, 'runId') };
    const body = { nodeId: fieldOf(form, 'nodeId'), optionId: fieldOf(form, 'optionId') };
    const answer = await callApi(event, decideCase, { params, body });
    return answer.ok ? { news: answer.data.news } : refused(event, 'decide', answer.problem);
  },
  reflect: async (event) => {
    const form = await event.request.formData();
    const text = fieldOf(form, 'text').replaceAll('\r\n', '\n').trim();
    const params = { id: fieldOf(form, 'runId') };
    const isShared = fieldOf(form, 'isShared') === 'on';
    const answer = await callApi(event, reflectOnCase, { params, body: { text, isShared } });
    return answer.ok ? { wasSaved: true } : refused(event, 'reflect', answer.problem, text);
  },
  discuss: async (event) => {
    const text = fieldOf(await event.request.formData(), 'text');
    const { slug, lessonKey } = placeOf(event);
    const body = { text, lessonKey, atMs: null, isAfterCase: true };
    const answer = await callApi(event, askQuestion, { params: { slug }, body });
    return answer.ok ? { wasPosted: true } : refused(event, 'discuss', answer.problem, text);
  },
  startQuiz: async (event) => {
    const answer = await callApi(event, startQuiz, { body: placeOf(event) });
    if (!answer.ok) return refused(event, 'startQuiz', answer.problem);
    redirect(303, `${event.url.pathname}?attempt=${answer.data.id}`);
  },
  submitQuiz: async (event) => {
    const form = await event.request.formData();
    const params = { id: event.url.searchParams.get('attempt') ?? '' };
    const answer = await callApi(event, submitQuiz, { params, body: { answers: answersOf(form) } });
    return answer.ok ? { news: answer.data.news } : refused(event, 'submitQuiz', answer.problem);
  },
};
