import { fail } from '@sveltejs/kit';
import { hideReflection, listSharedReflections, unhideReflection } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const after = event.url.searchParams.get('after');
  return { shared: await readApi(event, listSharedReflections, { query: after ? { after } : {} }) };
};

export const actions: Actions = {
  hide: async (event) => {
    const form = await event.request.formData();
    const id = fieldOf(form, 'id');
    const reason = fieldOf(form, 'reason').trim();
    const answer = await callApi(event, hideReflection, { params: { id }, body: { reason } });
    if (!answer.ok)
      return fail(answer.problem.status, { id, problem: problemView(answer.problem) });
  },
  unhide: async (event) => {
    const id = fieldOf(await event.request.formData(), 'id');
    const answer = await callApi(event, unhideReflection, { params: { id } });
    if (!answer.ok)
      return fail(answer.problem.status, { id, problem: problemView(answer.problem) });
  },
};
