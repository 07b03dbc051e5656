import { fail, redirect } from '@sveltejs/kit';
import { joinClass } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { codeIn, fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const typed = fieldOf(await event.request.formData(), 'code');
    const code = codeIn(typed);
    const answer = await callApi(event, joinClass, { params: { code } });
    if (!answer.ok)
      return fail(answer.problem.status, { typed, problem: problemView(answer.problem) });
    redirect(303, `/class/${code}`);
  },
};
