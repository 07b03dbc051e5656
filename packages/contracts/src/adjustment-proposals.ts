// Adjustments of one person's requirement that wait for a second person, and what became of them (DOMAIN H3).
import { Type, type Static } from 'typebox';
import { AdjustmentFacts } from './credit.ts';
import { closed, endpoint, Id, Instant, Nothing, nullable, oneOf, text } from './shared.ts';

/** What becomes of a proposal; one that was approved is an adjustment of the same id. */
export const PROPOSAL_STATES = ['waiting', 'approved', 'declined', 'withdrawn'] as const;

export const AdjustmentProposal = closed({
  ...AdjustmentFacts.properties,
  id: Id,
  proposedBy: Type.String(),
  proposedAt: Instant,
  /** Whole days since then. */
  ageDays: Type.Integer({ minimum: 0 }),
  /** Proposed by the caller, who may take it back and not decide on it. */
  isMine: Type.Boolean(),
  state: oneOf(PROPOSAL_STATES),
  /** By whom, when and with which word; null while it waits. */
  decided: nullable(closed({ by: Type.String(), at: Instant, comment: nullable(Type.String()) })),
});
export type AdjustmentProposal = Static<typeof AdjustmentProposal>;

const WaitingAdjustment = closed({
  ...AdjustmentProposal.properties,
  personId: Id,
  personName: Type.String(),
  unitName: Type.String(),
});
export type WaitingAdjustment = Static<typeof WaitingAdjustment>;

const administrator = { tag: 'requirements', access: 'unit_admin' } as const;
const one = { ...administrator, params: closed({ id: Id, proposalId: Id }) } as const;

export const listAdjustmentProposals = endpoint({
  ...administrator,
  method: 'GET',
  url: '/api/v1/adjustment-proposals',
  summary: 'Adjustments in the caller’s subtree that wait for a second person, the oldest first',
  ok: { status: 200, schema: closed({ items: Type.Array(WaitingAdjustment) }) },
  problems: [401, 403],
});

export const decideAdjustmentProposal = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/people/:id/adjustment-proposals/:proposalId/decision',
  summary: 'Approve an adjustment that somebody else proposed, or decline it with a reason',
  body: closed({ approve: Type.Boolean(), reason: text(300, 0) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const withdrawAdjustmentProposal = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/people/:id/adjustment-proposals/:proposalId',
  summary: 'Take back an adjustment that one proposed and nobody has decided on',
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});
