import { fail } from '@sveltejs/kit';
import { answerFlag, appealFlag, listOwnFlags, readOwnRecord } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Action, Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const [record, flags] = await Promise.all([
    readApi(event, readOwnRecord, { query: yearOf(event.url.searchParams) }),
    readApi(event, listOwnFlags),
  ]);
  return { record, flags: flags.items };
};

const word =
  (endpoint: typeof answerFlag | typeof appealFlag): Action =>
  async (event) => {
    const form = await event.request.formData();
    const text = fieldOf(form, 'text').trim();
    if (text.length < 2) return fail(400, { textMissing: true });
    const params = { id: fieldOf(form, 'flagId') };
    const answer = await callApi(event, endpoint, { params, body: { text } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { sent: true };
  };

export const actions: Actions = { answerFlag: word(answerFlag), appealFlag: word(appealFlag) };
