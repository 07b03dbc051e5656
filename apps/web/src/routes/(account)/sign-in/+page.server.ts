import { fail, redirect } from '@sveltejs/kit';
import { signIn } from '@xueshi/contracts';
import { callApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { safeNext } from '#lib/server/next.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nothing here needs scripts: on a poor link whoever signs in waits for none. */
export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.me) redirect(303, safeNext(url.searchParams.get('next')));
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const loginName = fieldOf(form, 'loginName').trim();
    const password = fieldOf(form, 'password');
    if (!loginName || !password) {
      return fail(400, { loginName, missing: { loginName: !loginName, password: !password } });
    }
    const answer = await callApi(event, signIn, { body: { loginName, password } });
    if (!answer.ok) {
      return fail(answer.problem.status, { loginName, problem: problemView(answer.problem) });
    }
    const next = safeNext(event.url.searchParams.get('next'));
    redirect(303, answer.data.mustChangePassword ? '/password' : next);
  },
};
