// The second person approves a proposed adjustment or declines it; whoever proposed it takes it back.
import type { Tx } from '@xueshi/database';
import { decisionHindrance } from '@xueshi/domain';
import { administeredPerson } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notify } from '../notices/service.ts';
import { audit, demandFit, holdAdjustment, tell, yearsTold } from './adjustment-store.ts';
import { settleProposal, termsOf, waitingProposal, type ProposalRow } from './proposal-store.ts';

export interface ProposalPlace {
  readonly id: string;
  readonly proposalId: string;
}

export async function decideAdjustmentProposal(
  platform: Platform,
  actor: Actor,
  place: ProposalPlace,
  decision: { readonly approve: boolean; readonly reason: string },
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, place.id);
  const word = decision.reason.trim();
  if (!decision.approve && word === '') throw new Refused('text-empty');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const proposal = await waitingProposal(tx, person.id, place.proposalId);
    const { proposedBy } = proposal;
    const hindrance = decisionHindrance(actor.personId, { proposedBy, about: person.id });
    if (hindrance) throw new Refused(hindrance);
    if (decision.approve) await approve(tx, actor, proposal, word || null, now);
    else await decline(tx, actor, proposal, word, now);
  });
}

async function approve(
  tx: Tx,
  actor: Actor,
  proposal: ProposalRow,
  word: string | null,
  now: Date,
): Promise<void> {
  const { id, personId, proposedBy } = proposal;
  const adjustment = termsOf(proposal);
  // Meanwhile a year may have been closed, or another adjustment may hold.
  await demandFit(tx, personId, adjustment, now);
  const decided = { decidedBy: actor.personId, decidedAt: now };
  await settleProposal(tx, id, { state: 'approved', ...decided, comment: word });
  const more = { proposedBy, comment: word, ...became('approved') };
  await holdAdjustment(tx, actor, { id, personId, adjustment, more, now });
  await tellProposer(tx, actor, proposal, { kind: 'adjustment-approved', now });
}

async function decline(
  tx: Tx,
  actor: Actor,
  proposal: ProposalRow,
  reason: string,
  now: Date,
): Promise<void> {
  const { id, personId, proposedBy, fromYear, toYear } = proposal;
  const decided = { decidedBy: actor.personId, decidedAt: now };
  await settleProposal(tx, id, { state: 'declined', ...decided, comment: reason });
  const told = { fromYear, toYear, reason };
  await tell(tx, personId, 'requirement-adjustment-declined', id, told, now);
  await tellProposer(tx, actor, proposal, { kind: 'adjustment-declined', reason, now });
  const detail = { id, reason, proposedBy, ...became('declined') };
  await audit(tx, actor, 'requirement-adjustment-declined', personId, detail, now);
}

const became = (state: 'approved' | 'declined' | 'withdrawn') => ({
  before: { state: 'waiting' },
  after: { state },
});

const tellProposer = (
  tx: Tx,
  { name }: Actor,
  proposal: ProposalRow,
  {
    kind,
    reason,
    now,
  }: { kind: 'adjustment-approved' | 'adjustment-declined'; reason?: string; now: Date },
): Promise<void> =>
  notify(tx, {
    personId: proposal.proposedBy,
    kind,
    occasion: proposal.id,
    params: { title: yearsTold(proposal), name, ...(reason !== undefined && { reason }) },
    link: `/admin/people/${proposal.personId}/requirement?year=${proposal.fromYear}`,
    now,
  });

/** Only by whoever proposed it, while nobody has decided. */
export async function withdrawAdjustmentProposal(
  platform: Platform,
  actor: Actor,
  place: ProposalPlace,
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, place.id);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const { id, proposedBy, reason } = await waitingProposal(tx, person.id, place.proposalId);
    if (proposedBy !== actor.personId) throw new Refused('not-found');
    const settled = { decidedBy: actor.personId, decidedAt: now, comment: null };
    await settleProposal(tx, id, { state: 'withdrawn', ...settled });
    const detail = { id, reason, ...became('withdrawn') };
    await audit(tx, actor, 'requirement-proposal-withdrawn', person.id, detail, now);
  });
}
