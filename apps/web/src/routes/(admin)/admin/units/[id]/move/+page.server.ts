import { fail, redirect } from '@sveltejs/kit';
import { moveUnit, previewMove } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { chooseUnit } from '#lib/server/found-units.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  chooseUnit(event, event.params.id, (id, parentId) =>
    callApi(event, previewMove, { params: { id }, query: { parentId } }),
  );

export const actions: Actions = {
  default: async (event) => {
    const parentId = fieldOf(await event.request.formData(), 'to');
    const { id } = event.params;
    const answer = await callApi(event, moveUnit, { params: { id }, body: { parentId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/units/${id}/tree?moved`);
  },
};
