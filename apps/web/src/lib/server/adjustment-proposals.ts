// What the second person does with a proposed adjustment, and its proposer; the same on every page that shows one.
import { fail, type Action } from '@sveltejs/kit';
import { decideAdjustmentProposal, withdrawAdjustmentProposal } from '@xueshi/contracts';
import { callApi, type ApiAnswer } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

type Settled = 'approved' | 'declined' | 'withdrawn';

const placeIn = (form: FormData) => ({
  id: fieldOf(form, 'personId'),
  proposalId: fieldOf(form, 'proposalId'),
});

const told = (
  answer: ApiAnswer<typeof decideAdjustmentProposal> | ApiAnswer<typeof withdrawAdjustmentProposal>,
  settled: Settled,
) =>
  answer.ok ? { settled } : fail(answer.problem.status, { problem: problemView(answer.problem) });

const decide =
  (approve: boolean): Action =>
  async (event) => {
    const form = await event.request.formData();
    const body = { approve, reason: fieldOf(form, 'reason') };
    const answer = await callApi(event, decideAdjustmentProposal, { params: placeIn(form), body });
    return told(answer, approve ? 'approved' : 'declined');
  };

export const adjustmentProposalActions = {
  approveProposal: decide(true),
  declineProposal: decide(false),
  withdrawProposal: (async (event) => {
    const params = placeIn(await event.request.formData());
    return told(await callApi(event, withdrawAdjustmentProposal, { params }), 'withdrawn');
  }) satisfies Action,
};
