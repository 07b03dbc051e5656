import { fail } from '@sveltejs/kit';
import {
  answerFlag,
  appealFlag,
  issueOwnHoursStatement,
  listOwnDocuments,
  listOwnFlags,
  readOwnRecord,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Action, Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  record: await readApi(event, readOwnRecord, { query: yearOf(event.url.searchParams) }),
  documents: (await readApi(event, listOwnDocuments)).documents,
  flags: (await readApi(event, listOwnFlags)).items,
});

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

export const actions: Actions = {
  answerFlag: word(answerFlag),
  appealFlag: word(appealFlag),
  state: async (event) => {
    const year = Number(fieldOf(await event.request.formData(), 'year'));
    const answer = await callApi(event, issueOwnHoursStatement, { body: { year } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { issued: answer.data.code };
  },
};
