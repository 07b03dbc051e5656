import { fail } from '@sveltejs/kit';
import { delegateRole, listOwnRoles } from '@xueshi/contracts';
import { trainingDayOf } from '@xueshi/domain';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import { endRoleByForm, roleFieldsOf } from '#lib/server/role-forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  roles: (await readApi(event, listOwnRoles)).items,
  today: trainingDayOf(new Date()),
});

export const actions: Actions = {
  delegate: async (event) => {
    const kept = roleFieldsOf(await event.request.formData());
    const { grantId, loginName, from, until, reason } = kept;
    const answer = await callApi(event, delegateRole, {
      params: { id: grantId },
      body: { loginName, from, until, reason },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    return { delegated: true };
  },
  end: endRoleByForm,
};
