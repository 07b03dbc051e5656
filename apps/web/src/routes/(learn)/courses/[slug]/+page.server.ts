import { fail, redirect } from '@sveltejs/kit';
import { readCourse, startCourse } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  course: await readApi(event, readCourse, { params: { slug: event.params.slug } }),
});

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
};
