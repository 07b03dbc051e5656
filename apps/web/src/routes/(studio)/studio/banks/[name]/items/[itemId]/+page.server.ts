import { error, fail } from '@sveltejs/kit';
import { readBankItem, retireBankItem, saveBankItem } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { itemIn } from '#lib/server/bank-facts.ts';
import { pictureActions } from '#lib/server/bank-pictures.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  sheet: await readApi(event, readBankItem, { params: event.params }),
  isAdded: event.url.searchParams.has('added'),
});

export const actions: Actions = {
  ...pictureActions,
  save: async (event) => {
    const form = await event.request.formData();
    const item = itemIn(form);
    if (item === null) error(400);
    const body = { version: Number(fieldOf(form, 'version')), item };
    const answer = await callApi(event, saveBankItem, { params: event.params, body });
    if (answer.ok) return { isSaved: true };
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  retire: async (event) => {
    const form = await event.request.formData();
    const body = { isRetired: fieldOf(form, 'isRetired') === 'yes' };
    const answer = await callApi(event, retireBankItem, { params: event.params, body });
    if (answer.ok) return { isSaved: true };
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
