import { error, fail, redirect } from '@sveltejs/kit';
import { findRoleCandidates, grantRole, listRoleHolders } from '@xueshi/contracts';
import { trainingDayOf } from '@xueshi/domain';
import { isPlace } from '#lib/features/authority/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { problemView } from '#lib/server/forms.ts';
import {
  endRoleByForm,
  findOf,
  isGrantable,
  keepRoleByForm,
  roleFieldsOf,
} from '#lib/server/role-forms.ts';
import { firstPageInstead, pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const place = searchParams.get('place');
  const list = await readApi(event, listRoleHolders, {
    params: { id: event.params.id },
    query: { ...(isPlace(place) ? { place } : {}), ...pageOf(searchParams) },
  });
  const instead = firstPageInstead(event.url, list);
  if (instead !== null) redirect(303, instead);
  const find = findOf(searchParams);
  const found =
    find === '' || list.mayGrant.length === 0
      ? null
      : await readApi(event, findRoleCandidates, {
          params: { id: event.params.id },
          query: { query: find },
        });
  return { list, find, found, today: trainingDayOf(new Date()) };
};

export const actions: Actions = {
  grant: async (event) => {
    const kept = roleFieldsOf(await event.request.formData());
    const { personId, role, from, until, reason } = kept;
    // Only a form that is not ours sends anything else.
    if (!isGrantable(role)) error(400);
    const answer = await callApi(event, grantRole, {
      params: { id: event.params.id },
      body: { personId, role, from, until: until === '' ? null : until, reason },
    });
    if (!answer.ok) {
      return fail(answer.problem.status, { kept, problem: problemView(answer.problem) });
    }
    return { granted: true };
  },
  end: endRoleByForm,
  keep: keepRoleByForm,
};
