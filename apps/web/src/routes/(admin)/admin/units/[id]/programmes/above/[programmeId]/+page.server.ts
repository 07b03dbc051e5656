import { fail, redirect } from '@sveltejs/kit';
import { listMembersAbove, readProgrammeAbove, remindMembersAbove } from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { orderMemberFile } from '#lib/server/member-file.ts';
import { memberFilterOf } from '#lib/server/member-filter.ts';
import { firstPageInstead } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { filter, query, here } = memberFilterOf(event.url);
  const list = await readApi(event, listMembersAbove, { params, query });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return { programme: await readApi(event, readProgrammeAbove, { params }), list, filter, here };
};

export const actions: Actions = {
  remind: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId') || null;
    const { params } = event;
    const answer = await callApi(event, remindMembersAbove, { params, body: { personId } });
    return answer.ok
      ? { reminded: answer.data.people }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  file: (event) =>
    orderMemberFile(event, { unitId: event.params.id, programmeId: event.params.programmeId }),
};
