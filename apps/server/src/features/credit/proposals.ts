// The second person: sees what waits, and confirms or declines it; never what they proposed themselves.
import type { CorrectionProposal } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, asc, count, eq, isNull, like, ne, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPaths, administeredPerson } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { notify } from '../notices/service.ts';
import { postProposal } from './corrections.ts';
import { snapshotOf, type CreditEntry } from './ledger.ts';
import {
  findProposal,
  noteProposal,
  settleProposal,
  type CorrectionDeed,
  type ProposalRow,
} from './proposal-store.ts';

const { correctionProposals, creditEntries, memberships, orgUnits, people } = schema;

const proposers = alias(people, 'proposers');
const MOST = 200;

/** Waiting ones of the people whom the caller may correct, but the caller themselves. */
const isWaiting = (actor: Actor, wanted: SQL | undefined) =>
  and(
    eq(correctionProposals.state, 'waiting'),
    isNull(memberships.endsAt),
    ne(correctionProposals.personId, actor.personId),
    or(...administeredPaths(actor, 'run_training').map((path) => like(orgUnits.path, `${path}%`))),
    wanted,
  );

/** How many the caller may confirm. */
export async function countCorrectionsToConfirm({ db }: Platform, actor: Actor): Promise<number> {
  if (administeredPaths(actor, 'run_training').length === 0) return 0;
  const notOwn = ne(correctionProposals.proposedBy, actor.personId);
  const [row] = await db
    .select({ waiting: count() })
    .from(correctionProposals)
    .innerJoin(memberships, eq(memberships.personId, correctionProposals.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(isWaiting(actor, notOwn));
  return row?.waiting ?? 0;
}

async function waiting({ db }: Platform, actor: Actor, wanted: SQL | undefined) {
  const rows = await db
    .select({
      proposal: correctionProposals,
      entry: creditEntries,
      name: people.name,
      proposer: proposers.name,
      unitName: orgUnits.name,
    })
    .from(correctionProposals)
    .innerJoin(creditEntries, eq(creditEntries.id, correctionProposals.entryId))
    .innerJoin(people, eq(people.id, correctionProposals.personId))
    .innerJoin(proposers, eq(proposers.id, correctionProposals.proposedBy))
    .innerJoin(memberships, eq(memberships.personId, correctionProposals.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(isWaiting(actor, wanted))
    .orderBy(asc(correctionProposals.proposedAt), asc(correctionProposals.id))
    .limit(MOST);
  return {
    items: rows.map(({ proposal, entry, name, proposer, unitName }): CorrectionProposal => ({
      id: proposal.id,
      person: { id: proposal.personId, name, unitName },
      entryId: entry.id,
      title: titleOf(entry),
      deed: proposal.deed as CorrectionDeed,
      hundredths: entry.hundredths,
      reducedTo: proposal.hundredths,
      reason: proposal.reason,
      proposedBy: proposer,
      proposedAt: proposal.proposedAt.toISOString(),
      isMine: proposal.proposedBy === actor.personId,
    })),
  };
}

const titleOf = (entry: CreditEntry) => snapshotOf(entry)?.title ?? { 'zh-CN': '', en: '' };

export const listCorrectionProposals = (platform: Platform, actor: Actor) =>
  waiting(platform, actor, undefined);

export async function listPersonCorrectionProposals(
  platform: Platform,
  actor: Actor,
  personId: string,
) {
  await administeredPerson(platform.db, actor, personId, 'run_training');
  return waiting(platform, actor, eq(correctionProposals.personId, personId));
}

function stillWaiting(proposal: ProposalRow | null): ProposalRow {
  if (proposal?.state !== 'waiting') throw new Refused('not-found');
  return proposal;
}

export interface ProposalPlace {
  readonly personId: string;
  readonly proposalId: string;
}

export async function decideCorrectionProposal(
  platform: Platform,
  actor: Actor,
  { personId, proposalId }: ProposalPlace,
  decision: { readonly confirm: boolean; readonly reason: string },
): Promise<void> {
  const person = await administeredPerson(platform.db, actor, personId, 'run_training');
  const comment = decision.reason.trim();
  if (!decision.confirm && comment === '') throw new Refused('text-empty');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const proposal = stillWaiting(await findProposal(tx, personId, proposalId));
    if (proposal.proposedBy === actor.personId) throw new Refused('own-proposal');
    if (personId === actor.personId) throw new Refused('own-record');
    const settled = { decidedBy: actor.personId, decidedAt: now };
    if (decision.confirm) {
      await settleProposal(tx, proposal.id, { state: 'confirmed', ...settled, comment: null });
      const entry = await postProposal(tx, actor, { proposal, person, now });
      await tellProposer(tx, actor, proposal, { entry, now });
      return;
    }
    await settleProposal(tx, proposal.id, { state: 'declined', ...settled, comment });
    const { entryId, deed } = proposal;
    const of = { personId, entry: { id: entryId }, deed, reason: comment, by: actor, now };
    await noteProposal(tx, 'correction-declined', of);
    const [entry] = await tx.select().from(creditEntries).where(eq(creditEntries.id, entryId));
    if (entry) await tellProposer(tx, actor, proposal, { entry, reason: comment, now });
  });
}

async function tellProposer(
  tx: Parameters<typeof notify>[0],
  { name }: Actor,
  proposal: ProposalRow,
  { entry, reason, now }: { entry: CreditEntry; reason?: string; now: Date },
): Promise<void> {
  await notify(tx, {
    personId: proposal.proposedBy,
    kind: reason === undefined ? 'correction-confirmed' : 'correction-declined',
    occasion: proposal.id,
    params: { title: titleOf(entry)['zh-CN'], name, ...(reason !== undefined && { reason }) },
    link: `/admin/people/${proposal.personId}?year=${entry.year}`,
    now,
  });
}

export async function withdrawCorrectionProposal(
  platform: Platform,
  actor: Actor,
  { personId, proposalId }: ProposalPlace,
): Promise<void> {
  await administeredPerson(platform.db, actor, personId, 'run_training');
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const proposal = stillWaiting(await findProposal(tx, personId, proposalId));
    if (proposal.proposedBy !== actor.personId) throw new Refused('not-found');
    const settled = { decidedBy: actor.personId, decidedAt: now, comment: null };
    await settleProposal(tx, proposal.id, { state: 'withdrawn', ...settled });
    const { entryId, deed, reason } = proposal;
    const of = { personId, entry: { id: entryId }, deed, reason, by: actor, now };
    await noteProposal(tx, 'correction-withdrawn', of);
  });
}
