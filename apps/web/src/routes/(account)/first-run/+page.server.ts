import { fail, redirect } from '@sveltejs/kit';
import { createFirstAdministrator, installation } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { needsFirstAdministrator, passwordRules } = await readApi(event, installation);
  if (!needsFirstAdministrator) redirect(303, '/');
  return { passwordRules };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const kept = {
      code: fieldOf(form, 'code').trim(),
      organisationName: fieldOf(form, 'organisationName').trim(),
      name: fieldOf(form, 'name').trim(),
      loginName: fieldOf(form, 'loginName').trim(),
    };
    const password = fieldOf(form, 'password');
    if (password !== fieldOf(form, 'repeated')) {
      return fail(400, {
        kept,
        problem: { code: 'passwords-differ', title: m.accounts_passwords_differ() },
      });
    }
    const answer = await callApi(event, createFirstAdministrator, { body: { ...kept, password } });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    redirect(303, '/');
  },
};
