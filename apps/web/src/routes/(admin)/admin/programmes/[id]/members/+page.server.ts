import { fail, redirect } from '@sveltejs/kit';
import {
  exemptMember,
  extendMember,
  listProgrammeMembers,
  readProgramme,
  remindMembers,
} from '@xueshi/contracts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { memberFilterOf } from '#lib/server/member-filter.ts';
import { firstPageInstead } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { filter, query } = memberFilterOf(event.url.searchParams);
  const list = await readApi(event, listProgrammeMembers, { params, query });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return {
    programme: await readApi(event, readProgramme, { params }),
    list,
    filter,
  };
};

export const actions: Actions = {
  remind: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId') || null;
    const { params } = event;
    const answer = await callApi(event, remindMembers, { params, body: { personId } });
    return answer.ok
      ? { reminded: answer.data.people }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  except: async (event) => {
    const form = await event.request.formData();
    const params = { id: event.params.id, personId: fieldOf(form, 'personId') };
    const reason = fieldOf(form, 'reason').trim();
    const until = fieldOf(form, 'until');
    const answer = until
      ? await callApi(event, extendMember, { params, body: { until, reason } })
      : await callApi(event, exemptMember, { params, body: { reason } });
    return answer.ok
      ? { excepted: true }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
};
