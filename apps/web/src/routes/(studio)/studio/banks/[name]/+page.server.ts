import { fail } from '@sveltejs/kit';
import { readBank, saveBank, searchBank } from '@xueshi/contracts';
import { bankQuery } from '#lib/features/question-banks/bank-query.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { factsIn, groupsIn } from '#lib/server/bank-facts.ts';
import { pictureActions } from '#lib/server/bank-pictures.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = bankQuery(event.url.searchParams);
  const bank = await readApi(event, readBank, { params: event.params });
  const added = Number(event.url.searchParams.get('added'));
  return {
    bank,
    query,
    found: await readApi(event, searchBank, { query: { ...query, origin: bank.name } }),
    /** How many questions were just taken in. */
    added: Number.isInteger(added) ? added : 0,
  };
};

export const actions: Actions = {
  ...pictureActions,
  save: async (event) => {
    const form = await event.request.formData();
    const facts = { ...factsIn(form), groups: groupsIn(form) };
    const body = { version: Number(fieldOf(form, 'version')), ...facts };
    const answer = await callApi(event, saveBank, { params: event.params, body });
    if (answer.ok) return { isSaved: true };
    return fail(answer.problem.status, { problem: problemView(answer.problem), facts });
  },
};
