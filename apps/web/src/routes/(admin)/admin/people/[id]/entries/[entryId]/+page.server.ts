import { fail } from '@sveltejs/kit';
import { issuePersonCertificate, listPersonDocuments, readPersonEntry } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id, entryId } = event.params;
  const { documents } = await readApi(event, listPersonDocuments, { params: { id } });
  return {
    evidence: await readApi(event, readPersonEntry, { params: { id, entryId } }),
    documents,
  };
};

export const actions: Actions = {
  certify: async (event) => {
    const { id, entryId } = event.params;
    const answer = await callApi(event, issuePersonCertificate, { params: { id, entryId } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { issued: answer.data.code };
  },
};
