import { error, fail, redirect } from '@sveltejs/kit';
import { moveUnit, previewMove } from '@xueshi/contracts';
import { unitsFound, unitToChange } from '#lib/server/found-units.ts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const unit = await unitToChange(event);
  if (!unit.mayEdit) error(404);
  const query = event.url.searchParams.get('q') ?? '';
  const to = event.url.searchParams.get('to');
  if (to === null) return { unit, query, found: await unitsFound(event, query) };
  const params = { id: unit.id };
  const answer = await callApi(event, previewMove, { params, query: { parentId: to } });
  const found = answer.ok ? null : await unitsFound(event, query);
  return answer.ok
    ? { unit, query, found, preview: answer.data }
    : { unit, query, found, refused: problemView(answer.problem) };
};

export const actions: Actions = {
  default: async (event) => {
    const parentId = fieldOf(await event.request.formData(), 'to');
    const params = { id: event.params.id };
    const answer = await callApi(event, moveUnit, { params, body: { parentId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `/admin/units/${params.id}/tree?moved`);
  },
};
