import { fail, redirect } from '@sveltejs/kit';
import { addToComplaint, readOwnComplaint } from '@xueshi/contracts';
import { callApi, readApi, signInUrl } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  entry: await readApi(event, readOwnComplaint, { params: { id: event.params.id } }),
  wasFiled: event.url.searchParams.get('filed') === 'true',
});

export const actions: Actions = {
  add: async (event) => {
    const text = fieldOf(await event.request.formData(), 'text');
    const params = { id: event.params.id };
    const answer = await callApi(event, addToComplaint, { params, body: { text } });
    if (answer.ok) return { added: true };
    if (answer.problem.status === 401) redirect(303, signInUrl(event.url));
    return fail(answer.problem.status, { problem: answer.problem.title, typed: text });
  },
};
