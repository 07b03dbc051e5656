import { error, fail, redirect } from '@sveltejs/kit';
import {
  listBankItemHistory,
  readBankItem,
  retireBankItem,
  returnBankItem,
  saveBankItem,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { itemIn } from '#lib/server/bank-facts.ts';
import { pictureActions } from '#lib/server/bank-pictures.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params, url } = event;
  const before = Number(url.searchParams.get('before'));
  const isOlder = Number.isInteger(before) && before > 0;
  const query = isOlder ? { before } : {};
  return {
    sheet: await readApi(event, readBankItem, { params }),
    history: await readApi(event, listBankItemHistory, { params, query }),
    isOlder,
    isAdded: url.searchParams.has('added'),
    isReturned: url.searchParams.has('returned'),
  };
};

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
  return: async (event) => {
    const form = await event.request.formData();
    const params = { ...event.params, number: fieldOf(form, 'number') };
    const body = { version: Number(fieldOf(form, 'version')) };
    const answer = await callApi(event, returnBankItem, { params, body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, `${event.url.pathname}?returned=1`);
  },
  retire: async (event) => {
    const form = await event.request.formData();
    const body = { isRetired: fieldOf(form, 'isRetired') === 'yes' };
    const answer = await callApi(event, retireBankItem, { params: event.params, body });
    if (answer.ok) return { isSaved: true };
    return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
