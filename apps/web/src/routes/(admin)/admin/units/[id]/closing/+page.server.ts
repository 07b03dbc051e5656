import { fail, redirect } from '@sveltejs/kit';
import { closeYear, listYearClosings, readOverview } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  return { crumbs, year, ...(await readApi(event, listYearClosings, { params })) };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const year = Number(fieldOf(form, 'year'));
    if (fieldOf(form, 'confirmed') !== 'true') return fail(400, { unconfirmed: year });
    const params = { id: event.params.id };
    const answer = await callApi(event, closeYear, { params, body: { year } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/closings/${answer.data.id}`);
  },
};
