import { fail, redirect } from '@sveltejs/kit';
import { joinClass, readParticipation, voteInClass } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { codeIn, fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const code = codeIn(event.params.code);
  const answer = await callApi(event, readParticipation, { params: { code } });
  return answer.ok
    ? { code, participation: answer.data }
    : { code, participation: null, problem: problemView(answer.problem) };
};

export const actions: Actions = {
  join: async (event) => {
    const params = { code: codeIn(event.params.code) };
    const answer = await callApi(event, joinClass, { params });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    // The token that was given comes along with the next request only.
    redirect(303, `/class/${params.code}`);
  },
  vote: async (event) => {
    const form = await event.request.formData();
    const params = { code: codeIn(event.params.code) };
    const body = { nodeId: fieldOf(form, 'nodeId'), optionId: fieldOf(form, 'optionId') };
    const answer = await callApi(event, voteInClass, { params, body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
