import { fail, redirect } from '@sveltejs/kit';
import { changePassword, installation } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  forced: event.locals.me?.mustChangePassword ?? false,
  passwordRules: (await readApi(event, installation)).passwordRules,
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const newPassword = fieldOf(form, 'password');
    if (newPassword !== fieldOf(form, 'repeated')) {
      return fail(400, {
        problem: { code: 'passwords-differ', title: m.accounts_passwords_differ() },
      });
    }
    const wasForced = event.locals.me?.mustChangePassword ?? false;
    const answer = await callApi(event, changePassword, {
      body: { currentPassword: fieldOf(form, 'current'), newPassword },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    redirect(303, wasForced ? '/' : '/account?changed=password');
  },
};
