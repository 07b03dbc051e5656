import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  exemptMember,
  extendMember,
  extendMembers,
  listProgrammeMembers,
  readProgramme,
  remindMembers,
  withdrawException,
  type Endpoint,
} from '@xueshi/contracts';
import { callApi, readApi, type ApiAnswer } from '#lib/server/api.ts';
import { fieldOf, isConfirmed, problemView } from '#lib/server/forms.ts';
import { orderMemberFile } from '#lib/server/member-file.ts';
import { memberFilterOf } from '#lib/server/member-filter.ts';
import { firstPageInstead } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params } = event;
  const { filter, query, here } = memberFilterOf(event.url);
  const list = await readApi(event, listProgrammeMembers, { params, query });
  const firstPage = firstPageInstead(event.url, list);
  if (firstPage) redirect(303, firstPage);
  return {
    programme: await readApi(event, readProgramme, { params }),
    list,
    filter,
    here,
  };
};

const reasonIn = (form: FormData) => fieldOf(form, 'reason').trim();

async function memberIn(event: RequestEvent<{ id: string }>) {
  const form = await event.request.formData();
  return { form, params: { id: event.params.id, personId: fieldOf(form, 'personId') } };
}

const outcome = <E extends Endpoint>(answer: ApiAnswer<E>) =>
  answer.ok
    ? { excepted: true }
    : fail(answer.problem.status, { problem: problemView(answer.problem) });

export const actions: Actions = {
  file: async (event) => {
    const { unit } = await readApi(event, readProgramme, { params: { id: event.params.id } });
    return orderMemberFile(event, { unitId: unit.id, programmeId: event.params.id });
  },
  remind: async (event) => {
    const personId = fieldOf(await event.request.formData(), 'personId') || null;
    const { params } = event;
    const answer = await callApi(event, remindMembers, { params, body: { personId } });
    return answer.ok
      ? { reminded: answer.data.people }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  extendMany: async (event) => {
    const form = await event.request.formData();
    const ticked = form.getAll('personId').filter((one) => typeof one === 'string');
    const personIds = fieldOf(form, 'who') === 'everybody' ? null : ticked;
    if (personIds?.length === 0) return fail(400, { nobody: true });
    const answer = await callApi(event, extendMembers, {
      params: { id: event.params.id },
      body: { personIds, until: fieldOf(form, 'until'), reason: reasonIn(form) },
    });
    return answer.ok
      ? { extended: answer.data.people }
      : fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  extend: async (event) => {
    const { form, params } = await memberIn(event);
    const body = { until: fieldOf(form, 'until'), reason: reasonIn(form) };
    return outcome(await callApi(event, extendMember, { params, body }));
  },
  exempt: async (event) => {
    const { form, params } = await memberIn(event);
    if (!isConfirmed(form)) return fail(400, { unconfirmed: true });
    const body = { reason: reasonIn(form) };
    return outcome(await callApi(event, exemptMember, { params, body }));
  },
  withdraw: async (event) => {
    const { form, params } = await memberIn(event);
    const kind = fieldOf(form, 'kind') === 'exemption' ? 'exemption' : 'extension';
    const body = { kind, reason: reasonIn(form) } as const;
    return outcome(await callApi(event, withdrawException, { params, body }));
  },
};
