// Corrections of more hours than the policy leaves to one person: they wait for a second one (DOMAIN 5.9).
import { Type, type Static } from 'typebox';
import {
  closed,
  endpoint,
  Hundredths,
  Id,
  Instant,
  LocalText,
  Nothing,
  nullable,
  oneOf,
  text,
} from './shared.ts';

export const CORRECTION_DEEDS = ['reversal', 'reinstatement', 'reduction'] as const;

export const CorrectionProposal = closed({
  id: Id,
  person: closed({ id: Id, name: Type.String(), unitName: nullable(Type.String()) }),
  /** null where hours are to be given that no entry has. */
  entryId: nullable(Id),
  title: LocalText,
  deed: oneOf([...CORRECTION_DEEDS, 'supplement'] as const),
  /** What the entry says, or is to say, and of a reduction what it is to count. */
  hundredths: Hundredths,
  reducedTo: nullable(Hundredths),
  reason: Type.String(),
  /** What hours that are given afterwards rest on; null for other corrections. */
  document: nullable(Type.String()),
  proposedBy: Type.String(),
  proposedAt: Instant,
  /** Proposed by the caller, who may withdraw it and not confirm it. */
  isMine: Type.Boolean(),
});
export type CorrectionProposal = Static<typeof CorrectionProposal>;

const officer = { tag: 'reports', access: 'training_officer' } as const;
const one = { ...officer, params: closed({ id: Id, proposalId: Id }) } as const;
const changed = [400, 401, 403, 404, 409] as const;
const Proposals = closed({ items: Type.Array(CorrectionProposal) });

export const listCorrectionProposals = endpoint({
  ...officer,
  method: 'GET',
  url: '/api/v1/correction-proposals',
  summary: 'Corrections in the caller’s subtree that wait for a second person, the oldest first',
  ok: { status: 200, schema: Proposals },
  problems: [401, 403],
});

export const listPersonCorrectionProposals = endpoint({
  ...officer,
  method: 'GET',
  url: '/api/v1/people/:id/correction-proposals',
  summary: 'Corrections of a person’s record that wait for a second person',
  params: closed({ id: Id }),
  ok: { status: 200, schema: Proposals },
  problems: [401, 403, 404],
});

export const decideCorrectionProposal = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/people/:id/correction-proposals/:proposalId/decision',
  summary: 'Confirm a correction, which posts it, or decline it with a reason; never one’s own',
  body: closed({ confirm: Type.Boolean(), reason: text(300, 0) }),
  ok: { status: 204, schema: Nothing },
  problems: changed,
});

export const withdrawCorrectionProposal = endpoint({
  ...one,
  method: 'DELETE',
  url: '/api/v1/people/:id/correction-proposals/:proposalId',
  summary: 'Withdraw a correction that one proposed',
  ok: { status: 204, schema: Nothing },
  problems: changed,
});
