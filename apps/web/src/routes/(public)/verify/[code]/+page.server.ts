import { verifyDocument } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { code } = event.params;
  const answer = await callApi(event, verifyDocument, { params: { code } });
  return answer.ok
    ? { code, verification: answer.data }
    : { code, problem: problemView(answer.problem) };
};
