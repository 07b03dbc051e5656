import { error, fail, redirect } from '@sveltejs/kit';
import { askQuestion, listQuestions, readCourse } from '@xueshi/contracts';
import { callApi, readApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import { firstPageInstead, pageOf, secondOf, slugOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { slug } = event.params;
  const { searchParams } = event.url;
  const course = await readApi(event, readCourse, { params: { slug } });
  const lesson = course.lessons.find(({ key }) => key === slugOf(searchParams, 'lesson')) ?? null;
  const own = searchParams.get('own') === 'true';
  const query = { ...(own ? { own } : {}), ...pageOf(searchParams) };
  const answer = await callApi(event, listQuestions, { params: { slug }, query });
  if (!answer.ok) {
    const { status, code, title, requestId } = answer.problem;
    if (status === 401) redirect(303, signInUrl(event.url));
    if (code === 'course-not-started') redirect(303, `/courses/${slug}`);
    error(status, title, { code, requestId });
  }
  const first = firstPageInstead(event.url, answer.data);
  if (first) redirect(303, first);
  return {
    course: { slug, title: course.title, isStarted: course.enrolment !== null },
    lessons: course.lessons.map(({ key, title }) => ({ key, title })),
    lessonKey: lesson?.key ?? null,
    atMs: lesson?.kind === 'lecture' ? secondOf(searchParams) : null,
    own,
    found: answer.data,
  };
};

export const actions: Actions = {
  ask: async (event) => {
    const form = await event.request.formData();
    const typed = fieldOf(form, 'text');
    const lessonKey = fieldOf(form, 'lesson') || null;
    const second = fieldOf(form, 'atMs');
    // The second belongs to the lesson that it was taken in, not to another one chosen since.
    const isSameLesson = lessonKey !== null && lessonKey === fieldOf(form, 'atLesson');
    const atMs = isSameLesson && /^\d{1,9}$/.test(second) ? Number(second) : null;
    const answer = await callApi(event, askQuestion, {
      params: { slug: event.params.slug },
      body: { text: typed, lessonKey, atMs },
    });
    if (answer.ok) redirect(303, `/questions/${answer.data.id}`);
    if (answer.problem.status === 401) redirect(303, signInUrl(event.url));
    return fail(answer.problem.status, { problem: answer.problem.title, typed });
  },
};
