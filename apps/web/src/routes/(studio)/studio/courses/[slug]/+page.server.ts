import { fail, redirect } from '@sveltejs/kit';
import {
  beginDraftFromVersion,
  listCourseVersions,
  restoreCourse,
  withdrawCourse,
} from '@xueshi/contracts';
import { draftUrl } from '#lib/features/drafts/labels.ts';
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
  work: async (event) => {
    const revision = fieldOf(await event.request.formData(), 'revision');
    const params = { slug: event.params.slug, revision };
    const answer = await callApi(event, beginDraftFromVersion, { params });
    if (!answer.ok)
      return fail(answer.problem.status, { work: { problem: answer.problem.title, faults: [] } });
    const { id, faults } = answer.data;
    if (id !== null) redirect(303, draftUrl(id));
    return fail(409, { work: { problem: null, faults } });
  },
  restore: async (event) => {
    const answer = await callApi(event, restoreCourse, { params: event.params });
    if (answer.ok) return { done: 'restored' as const };
    return fail(answer.problem.status, { refused: { problem: answer.problem.title, reason: '' } });
  },
};
