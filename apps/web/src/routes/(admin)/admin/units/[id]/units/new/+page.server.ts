import { error, fail, redirect } from '@sveltejs/kit';
import { createUnit, readOverview } from '@xueshi/contracts';
import { isLevel, isUnitKind } from '#lib/features/admin/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { id: event.params.id };
  const { unit, crumbs, year } = await readApi(event, readOverview, { params, query: {} });
  return { unit, crumbs, year };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const name = fieldOf(form, 'name').trim();
    const level = fieldOf(form, 'level');
    const kind = fieldOf(form, 'kind');
    const kept = { name, level, kind };
    // Only a form that is not ours sends anything else.
    if (!isLevel(level) || !isUnitKind(kind)) error(400);
    const answer = await callApi(event, createUnit, {
      params: { id: event.params.id },
      body: { name, level, kind },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    redirect(303, `/admin/units/${event.params.id}`);
  },
};
