import { fail, redirect } from '@sveltejs/kit';
import { delegateRole, findDelegationCandidates, listOwnRoles } from '@xueshi/contracts';
import { trainingDayOf } from '@xueshi/domain';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import { endRoleByForm, findOf, roleFieldsOf } from '#lib/server/role-forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const list = await readApi(event, listOwnRoles, { query: pageOf(searchParams) });
  const instead = firstPageInstead(event.url, list);
  if (instead !== null) redirect(303, instead);
  const find = findOf(searchParams);
  const searched = list.items.find(({ grantId }) => grantId === searchParams.get('role'));
  const found =
    find === '' || !searched?.mayDelegate
      ? null
      : await readApi(event, findDelegationCandidates, {
          params: { id: searched.grantId },
          query: { query: find },
        });
  return {
    list,
    find,
    found,
    searchedFor: searched?.grantId ?? null,
    today: trainingDayOf(new Date()),
  };
};

export const actions: Actions = {
  delegate: async (event) => {
    const kept = roleFieldsOf(await event.request.formData());
    const { grantId, personId, from, until, reason } = kept;
    const answer = await callApi(event, delegateRole, {
      params: { id: grantId },
      body: { personId, from, until, reason },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    return { delegated: true };
  },
  end: endRoleByForm,
};
