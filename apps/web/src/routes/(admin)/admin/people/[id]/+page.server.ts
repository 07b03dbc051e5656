import { fail } from '@sveltejs/kit';
import {
  CHECK_SECONDS,
  issuePersonHoursStatement,
  listPersonCorrectionProposals,
  listPersonDocuments,
  readPersonRecord,
  readPresence,
  readSupplementChoices,
  reduceCredit,
  reinstateCredit,
  resetPassword,
  reverseCredit,
  setAudienceCategory,
  setCheckTime,
} from '@xueshi/contracts';
import { DUTIES_OF, trainingYearOf } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { amountIn } from '#lib/amount-in.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { proposeSupplement } from '#lib/server/credit-supplements.ts';
import { proposalActions } from '#lib/server/correction-proposals.ts';
import { listPage } from '#lib/server/next.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { yearOf } from '#lib/server/search-params.ts';
import type { Action, Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const unit = searchParams.get('unit');
  const params = { id: event.params.id };
  // Nothing waits for who may only read.
  const proposals = await callApi(event, listPersonCorrectionProposals, { params });
  const choices = await callApi(event, readSupplementChoices, { params });
  return {
    /** null for who may not give hours. */
    supplementChoices: choices.ok ? choices.data : null,
    thisYear: trainingYearOf(new Date()),
    record: await readApi(event, readPersonRecord, { params, query: yearOf(searchParams) }),
    presence: await readApi(event, readPresence, { params }),
    proposals: proposals.ok ? proposals.data.items : [],
    documents: (await readApi(event, listPersonDocuments, { params })).documents,
    mayReadAudit: event.locals.me?.roles.some(({ role }) =>
      DUTIES_OF[role]?.includes('read_audit'),
    ),
    checkSeconds: [...CHECK_SECONDS],
    /** The unit whose list one came from. */
    fromUnit: unit && /^[A-Za-z0-9_-]{1,64}$/.test(unit) ? unit : null,
    /** The list one came from, as it stood. */
    from: listPage(searchParams.get('from')),
  };
};

const correction =
  (endpoint: typeof reverseCredit | typeof reinstateCredit): Action =>
  async (event) => {
    const form = await event.request.formData();
    const reason = fieldOf(form, 'reason').trim();
    if (reason.length < 4) return fail(400, { reasonMissing: true });
    const params = { id: event.params['id'] ?? '', entryId: fieldOf(form, 'entryId') };
    const answer = await callApi(event, endpoint, { params, body: { reason } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { corrected: params.entryId };
  };

export const actions: Actions = {
  ...proposalActions,
  supplement: proposeSupplement,
  reverse: correction(reverseCredit),
  reinstate: correction(reinstateCredit),

  reduce: async (event) => {
    const form = await event.request.formData();
    const reason = fieldOf(form, 'reason').trim();
    if (reason.length < 4) return fail(400, { reasonMissing: true });
    const hundredths = amountIn(fieldOf(form, 'hours'), 100);
    const halfDays = form.has('days') ? amountIn(fieldOf(form, 'days'), 2) : 0;
    if (hundredths === null || halfDays === null) return fail(400, { amountMissing: true });
    const params = { id: event.params.id, entryId: fieldOf(form, 'entryId') };
    const body = { hundredths, halfDays, reason };
    const answer = await callApi(event, reduceCredit, { params, body });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { corrected: params.entryId };
  },

  state: async (event) => {
    const year = Number(fieldOf(await event.request.formData(), 'year'));
    const params = { id: event.params.id };
    const answer = await callApi(event, issuePersonHoursStatement, { params, body: { year } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { issued: answer.data.code };
  },

  setCategory: async (event) => {
    const category = fieldOf(await event.request.formData(), 'category');
    if (!isCategory(category)) return fail(400, { categoryMissing: true });
    const params = { id: event.params.id };
    const answer = await callApi(event, setAudienceCategory, { params, body: { category } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { categorySet: true };
  },

  setCheckTime: async (event) => {
    const form = await event.request.formData();
    const seconds = CHECK_SECONDS.find((one) => String(one) === form.get('seconds'));
    const reason = fieldOf(form, 'reason').trim();
    if (!seconds || reason.length < 2) return fail(400, { checkTimeReasonMissing: true });
    const params = { id: event.params.id };
    const answer = await callApi(event, setCheckTime, { params, body: { seconds, reason } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { checkTimeSet: true };
  },

  resetPassword: async (event) => {
    const answer = await callApi(event, resetPassword, { params: { id: event.params.id } });
    if (!answer.ok) {
      return fail(answer.problem.status, { problem: problemView(answer.problem) });
    }
    return { reset: answer.data };
  },
};
