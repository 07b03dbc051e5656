import { fail, redirect } from '@sveltejs/kit';
import {
  evaluateCourse,
  goOverToNewerVersion,
  readCourse,
  readEvaluation,
  readNewerVersion,
  startCourse,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { slug: event.params.slug };
  const [course, { newer }, evaluation] = await Promise.all([
    readApi(event, readCourse, { params }),
    readApi(event, readNewerVersion, { params }),
    callApi(event, readEvaluation, { params }),
  ]);
  // The course page is there without what people think of it.
  return { course, newer, evaluation: evaluation.ok ? evaluation.data : null };
};

/** A mark from 1 to 5; null where none was chosen. */
const markOf = (form: FormData, name: string): number | null =>
  [1, 2, 3, 4, 5].find((mark) => String(mark) === form.get(name)) ?? null;

export const actions: Actions = {
  start: async (event) => {
    const { slug } = event.params;
    const answer = await callApi(event, startCourse, { params: { slug } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    const first = answer.data.nextLessonKey ?? answer.data.lessons[0]?.key;
    redirect(303, first ? `/courses/${slug}/${first}` : `/courses/${slug}`);
  },
  goOver: async (event) => {
    const { slug } = event.params;
    const revision = Number(fieldOf(await event.request.formData(), 'revision'));
    const answer = await callApi(event, goOverToNewerVersion, {
      params: { slug },
      body: { revision },
    });
    if (answer.ok) redirect(303, `/courses/${slug}`);
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  evaluate: async (event) => {
    const form = await event.request.formData();
    const typed = fieldOf(form, 'comment');
    const content = markOf(form, 'content');
    const teaching = markOf(form, 'teaching');
    const usefulness = markOf(form, 'usefulness');
    if (content === null || teaching === null || usefulness === null)
      return fail(400, { evaluation: { marksMissing: true, problem: null, typed } });
    const { slug } = event.params;
    const body = { content, teaching, usefulness, comment: typed || null };
    const answer = await callApi(event, evaluateCourse, { params: { slug }, body });
    if (answer.ok) return { evaluated: true };
    const { status, title } = answer.problem;
    return fail(status, { evaluation: { marksMissing: false, problem: title, typed } });
  },
};
