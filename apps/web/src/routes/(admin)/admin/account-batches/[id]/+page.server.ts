import { fail } from '@sveltejs/kit';
import {
  forgetAccountSlips,
  readAccountBatch,
  readOverview,
  showAccountSlips,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const answer = await readApi(event, readAccountBatch, { params: { id: event.params.id } });
  const { crumbs, year } = await readApi(event, readOverview, {
    params: { id: answer.unit.id },
    query: {},
  });
  return { ...answer, crumbs, year, address: event.url.origin };
};

export const actions: Actions = {
  show: async (event) => {
    const unitId = fieldOf(await event.request.formData(), 'unitId');
    const params = { id: event.params.id };
    const answer = await callApi(event, showAccountSlips, { params, body: { unitId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { shown: answer.data };
  },
  forget: async (event) => {
    const answer = await callApi(event, forgetAccountSlips, { params: { id: event.params.id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { forgotten: true };
  },
};
