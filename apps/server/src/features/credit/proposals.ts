// The second person: sees what waits, and confirms or declines it; never what they proposed themselves.
import type { CorrectionProposal } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
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
import {
  findSupplement,
  noteSupplement,
  postSupplement,
  settleSupplement,
  titledSupplement,
  waitingSupplements,
  type SupplementRow,
} from './supplement-store.ts';

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
  const supplements = await waitingSupplements(db, actor, { notOwn: true });
  return (row?.waiting ?? 0) + supplements.length;
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
      document: null,
      proposedBy: proposer,
      proposedAt: proposal.proposedAt.toISOString(),
      isMine: proposal.proposedBy === actor.personId,
    })),
  };
}

const titleOf = (entry: CreditEntry) => snapshotOf(entry)?.title ?? { 'zh-CN': '', en: '' };

/** With the hours that are to be given afterwards, the oldest first. */
async function allWaiting(platform: Platform, actor: Actor, personId?: string) {
  const of = personId === undefined ? undefined : eq(correctionProposals.personId, personId);
  const corrections = await waiting(platform, actor, of);
  const supplements = await waitingSupplements(
    platform.db,
    actor,
    personId === undefined ? {} : { personId },
  );
  const items = [...corrections.items, ...supplements];
  return { items: items.sort((a, b) => a.proposedAt.localeCompare(b.proposedAt)) };
}

export const listCorrectionProposals = (platform: Platform, actor: Actor) =>
  allWaiting(platform, actor);

export async function listPersonCorrectionProposals(
  platform: Platform,
  actor: Actor,
  personId: string,
) {
  await administeredPerson(platform.db, actor, personId, 'run_training');
  return allWaiting(platform, actor, personId);
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
    const supplement = await findSupplement(tx, personId, proposalId);
    if (supplement) {
      await decideSupplement(tx, actor, supplement, { ...decision, comment, now });
      return;
    }
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

async function decideSupplement(
  tx: Tx,
  actor: Actor,
  supplement: SupplementRow,
  { confirm, comment, now }: { confirm: boolean; comment: string; now: Date },
): Promise<void> {
  if (supplement.state !== 'waiting') throw new Refused('not-found');
  if (supplement.proposedBy === actor.personId) throw new Refused('own-proposal');
  if (supplement.personId === actor.personId) throw new Refused('own-record');
  const settled = { decidedBy: actor.personId, decidedAt: now };
  const state = confirm ? 'confirmed' : 'declined';
  await settleSupplement(tx, supplement.id, {
    ...{ state, ...settled },
    comment: confirm ? null : comment,
  });
  if (confirm) await postSupplement(tx, actor, supplement, now);
  else {
    const declined = { ...supplement, reason: comment };
    await noteSupplement(tx, 'correction-declined', declined, actor, now);
  }
  const { title } = await titledSupplement(tx, supplement);
  await tellOf(tx, actor, supplement, {
    title: title['zh-CN'],
    year: supplement.year,
    ...(!confirm && { reason: comment }),
    now,
  });
}

const tellProposer = (
  tx: Tx,
  actor: Actor,
  proposal: ProposalRow,
  { entry, ...more }: { entry: CreditEntry; reason?: string; now: Date },
): Promise<void> =>
  tellOf(tx, actor, proposal, { title: titleOf(entry)['zh-CN'], year: entry.year, ...more });

async function tellOf(
  tx: Tx,
  { name }: Actor,
  proposal: Pick<ProposalRow, 'id' | 'proposedBy' | 'personId'>,
  { title, year, reason, now }: { title: string; year: number; reason?: string; now: Date },
): Promise<void> {
  await notify(tx, {
    personId: proposal.proposedBy,
    kind: reason === undefined ? 'correction-confirmed' : 'correction-declined',
    occasion: proposal.id,
    params: { title, name, ...(reason !== undefined && { reason }) },
    link: `/admin/people/${proposal.personId}?year=${year}`,
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
    const supplement = await findSupplement(tx, personId, proposalId);
    if (supplement) {
      if (supplement.state !== 'waiting' || supplement.proposedBy !== actor.personId)
        throw new Refused('not-found');
      const withdrawn = { state: 'withdrawn', decidedBy: actor.personId, decidedAt: now };
      await settleSupplement(tx, supplement.id, { ...withdrawn, comment: null });
      await noteSupplement(tx, 'correction-withdrawn', supplement, actor, now);
      return;
    }
    const proposal = stillWaiting(await findProposal(tx, personId, proposalId));
    if (proposal.proposedBy !== actor.personId) throw new Refused('not-found');
    const settled = { decidedBy: actor.personId, decidedAt: now, comment: null };
    await settleProposal(tx, proposal.id, { state: 'withdrawn', ...settled });
    const { entryId, deed, reason } = proposal;
    const of = { personId, entry: { id: entryId }, deed, reason, by: actor, now };
    await noteProposal(tx, 'correction-withdrawn', of);
  });
}
