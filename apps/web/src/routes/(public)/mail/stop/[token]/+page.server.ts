import { fail } from '@sveltejs/kit';
import { stopMail } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const answer = await callApi(event, stopMail, { body: { token: event.params.token } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { stopped: true };
  },
};
