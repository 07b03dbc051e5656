import { fail } from '@sveltejs/kit';
import { listCourseVersions, restoreCourse, withdrawCourse } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  course: await readApi(event, listCourseVersions, { params: event.params }),
});

export const actions: Actions = {
  withdraw: async (event) => {
    const reason = fieldOf(await event.request.formData(), 'reason');
    const answer = await callApi(event, withdrawCourse, { params: event.params, body: { reason } });
    if (answer.ok) return { done: 'withdrawn' as const };
    return fail(answer.problem.status, { refused: { problem: answer.problem.title, reason } });
  },
  restore: async (event) => {
    const answer = await callApi(event, restoreCourse, { params: event.params });
    if (answer.ok) return { done: 'restored' as const };
    return fail(answer.problem.status, { refused: { problem: answer.problem.title, reason: '' } });
  },
};
