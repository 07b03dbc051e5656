import { fail, redirect } from '@sveltejs/kit';
import { beginBank, listBanks } from '@xueshi/contracts';
import { bankUrl } from '#lib/features/question-banks/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { factsIn } from '#lib/server/bank-facts.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  banks: (await readApi(event, listBanks)).items,
});

export const actions: Actions = {
  begin: async (event) => {
    const form = await event.request.formData();
    const facts = { name: fieldOf(form, 'name').trim(), ...factsIn(form) };
    const answer = await callApi(event, beginBank, { body: facts });
    if (answer.ok) redirect(303, bankUrl(answer.data.name));
    return fail(answer.problem.status, { problem: problemView(answer.problem), facts });
  },
};
