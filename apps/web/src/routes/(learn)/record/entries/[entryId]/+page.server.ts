import { fail } from '@sveltejs/kit';
import { issueOwnCertificate, listOwnDocuments, readOwnEntry } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  evidence: await readApi(event, readOwnEntry, { params: { entryId: event.params.entryId } }),
  documents: (await readApi(event, listOwnDocuments)).documents,
});

export const actions: Actions = {
  certify: async (event) => {
    const params = { entryId: event.params.entryId };
    const answer = await callApi(event, issueOwnCertificate, { params });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { issued: answer.data.code };
  },
};
