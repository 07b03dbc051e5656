import { fail, redirect } from '@sveltejs/kit';
import {
  BATCH_AUDIENCES,
  createAccountBatch,
  listAccountBatches,
  readOverview,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  return { crumbs, year, ...(await readApi(event, listAccountBatches, { params })) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = fieldOf(await event.request.formData(), 'audience');
    const audience = BATCH_AUDIENCES.find((one) => one === sent) ?? 'without_account';
    const params = { id: event.params.id };
    const answer = await callApi(event, createAccountBatch, { params, body: { audience } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/account-batches/${answer.data.id}`);
  },
};
