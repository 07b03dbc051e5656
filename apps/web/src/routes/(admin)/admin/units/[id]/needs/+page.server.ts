import { fail, redirect } from '@sveltejs/kit';
import { listPeopleInNeed, remindInNeed } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const list = await readApi(event, listPeopleInNeed, {
    params: { id: event.params.id },
    query: pageOf(event.url.searchParams),
  });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { list };
};

export const actions: Actions = {
  default: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId') || null;
    const params = { id: event.params.id };
    const answer = await callApi(event, remindInNeed, { params, body: { personId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { reminded: answer.data.people, one: personId !== null };
  },
};
