import { fail } from '@sveltejs/kit';
import { approveAdjustment, explainRequirement, withdrawAdjustment } from '@xueshi/contracts';
import { ADJUSTMENT_KINDS, trainingYearOf } from '@xueshi/domain';
import { adjustmentProposalActions } from '#lib/server/adjustment-proposals.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  explanation: await readApi(event, explainRequirement, {
    params: { id: event.params.id },
    query: yearOf(event.url.searchParams),
  }),
  thisYear: trainingYearOf(new Date()),
});

const FIELDS = ['kind', 'amount', 'fromYear', 'toYear', 'reason', 'document'] as const;

export const actions: Actions = {
  ...adjustmentProposalActions,

  approve: async (event) => {
    const form = await event.request.formData();
    const typed = Object.fromEntries(FIELDS.map((name) => [name, fieldOf(form, name).trim()]));
    const { amount = '', reason = '', document = '' } = typed;
    const kind = ADJUSTMENT_KINDS.find((one) => one === typed['kind']);
    const number = amount === '' ? null : Number(amount);
    const fromYear = Number(typed['fromYear']);
    const toYear = Number(typed['toYear']);
    const whole = [number ?? 0, fromYear, toYear].every((value) => Number.isInteger(value));
    if (!kind || !whole || reason.length < 4 || document.length < 2)
      return fail(400, { typed, wrong: true });
    const answer = await callApi(event, approveAdjustment, {
      params: { id: event.params.id },
      body: {
        kind,
        fromYear,
        toYear,
        percent: kind === 'prorata' ? null : number,
        months: kind === 'prorata' ? number : null,
        reason,
        document,
      },
    });
    if (!answer.ok)
      return fail(answer.problem.status, { typed, problem: problemView(answer.problem) });
    return answer.data.waits ? { proposed: true } : { approved: true };
  },

  withdraw: async (event) => {
    const form = await event.request.formData();
    const reason = fieldOf(form, 'reason').trim();
    if (reason.length < 4) return fail(400, { wrong: true });
    const params = { id: event.params.id, adjustmentId: fieldOf(form, 'adjustmentId') };
    const answer = await callApi(event, withdrawAdjustment, { params, body: { reason } });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    return { withdrawn: true };
  },
};
