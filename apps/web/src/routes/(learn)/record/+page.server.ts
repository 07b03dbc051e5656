import { fail } from '@sveltejs/kit';
import { issueOwnHoursStatement, listOwnDocuments, readOwnRecord } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  record: await readApi(event, readOwnRecord, { query: yearOf(event.url.searchParams) }),
  documents: (await readApi(event, listOwnDocuments)).documents,
});

export const actions: Actions = {
  state: async (event) => {
    const year = Number(fieldOf(await event.request.formData(), 'year'));
    const answer = await callApi(event, issueOwnHoursStatement, { body: { year } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { issued: answer.data.code };
  },
};
