// What the second person does with a correction, and its proposer; the same on every page that shows one.
import { fail } from '@sveltejs/kit';
import { decideCorrectionProposal, withdrawCorrectionProposal } from '@xueshi/contracts';
import type { Action } from '@sveltejs/kit';
import { callApi, type ApiAnswer } from './api.ts';
import { fieldOf, problemView } from './forms.ts';

type Settled = 'confirmed' | 'declined' | 'withdrawn';

const placeIn = (form: FormData) => ({
  id: fieldOf(form, 'personId'),
  proposalId: fieldOf(form, 'proposalId'),
});

const told = (
  answer: ApiAnswer<typeof decideCorrectionProposal> | ApiAnswer<typeof withdrawCorrectionProposal>,
  settled: Settled,
) =>
  answer.ok ? { settled } : fail(answer.problem.status, { problem: problemView(answer.problem) });

const decide =
  (confirm: boolean): Action =>
  async (event) => {
    const form = await event.request.formData();
    const body = { confirm, reason: fieldOf(form, 'reason') };
    const answer = await callApi(event, decideCorrectionProposal, { params: placeIn(form), body });
    return told(answer, confirm ? 'confirmed' : 'declined');
  };

export const proposalActions = {
  confirm: decide(true),
  decline: decide(false),
  withdraw: (async (event) => {
    const params = placeIn(await event.request.formData());
    return told(await callApi(event, withdrawCorrectionProposal, { params }), 'withdrawn');
  }) satisfies Action,
};
