import { fail } from '@sveltejs/kit';
import {
  readWebhook,
  removeWebhook,
  setWebhook,
  testWebhook,
  WEBHOOK_KINDS,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) =>
  readApi(event, readWebhook, { params: { id: event.params.id } });

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData();
    const named = fieldOf(form, 'kind');
    const kind = WEBHOOK_KINDS.find((one) => one === named) ?? 'xueshi';
    const body = { kind, url: fieldOf(form, 'url'), secret: fieldOf(form, 'secret') };
    const answer = await callApi(event, setWebhook, { params: { id: event.params.id }, body });
    if (!answer.ok)
      return fail(answer.problem.status, {
        problem: problemView(answer.problem),
        kind,
        url: body.url,
      });
    return { done: 'saved' as const };
  },
  test: async (event) => {
    const answer = await callApi(event, testWebhook, { params: { id: event.params.id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { done: 'tested' as const, error: answer.data.error };
  },
  remove: async (event) => {
    const answer = await callApi(event, removeWebhook, { params: { id: event.params.id } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { done: 'removed' as const };
  },
};
