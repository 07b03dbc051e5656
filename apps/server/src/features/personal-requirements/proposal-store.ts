// Adjustments that wait for a second person, as they are kept and listed.
import type { AdjustmentProposal, PROPOSAL_STATES } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { wholeDaysSince, type AdjustmentKind } from '@xueshi/domain';
import { and, asc, count, desc, eq, isNull, like, ne, or, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPaths } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { audit, type ApprovalInput } from './adjustment-store.ts';

const { adjustmentProposals, memberships, orgUnits, people } = schema;
const proposers = alias(people, 'proposers');
const deciders = alias(people, 'deciders');

const MOST = 200;

export type ProposalRow = typeof adjustmentProposals.$inferSelect;

/** One at a time: what waits is settled before anything else is adjusted for the person. */
export async function demandNoneWaiting(db: Reader, personId: string): Promise<void> {
  const waits = and(
    eq(adjustmentProposals.personId, personId),
    eq(adjustmentProposals.state, 'waiting'),
  );
  if ((await db.$count(adjustmentProposals, waits)) > 0) throw new Refused('adjustment-waiting');
}

export async function propose(
  tx: Tx,
  actor: Actor,
  wish: {
    readonly id: string;
    readonly personId: string;
    readonly adjustment: ApprovalInput;
    readonly now: Date;
  },
): Promise<void> {
  const { id, personId, adjustment, now } = wish;
  await tx.insert(adjustmentProposals).values({
    id,
    personId,
    ...adjustment,
    proposedBy: actor.personId,
    proposedAt: now,
    state: 'waiting',
  });
  const { reason, document, ...terms } = adjustment;
  const after = { state: 'waiting', ...terms };
  const detail = { id, reason, document, before: null, after };
  await audit(tx, actor, 'requirement-adjustment-proposed', personId, detail, now);
}

/** The terms of what was proposed, as they are approved. */
export const termsOf = (row: ProposalRow): ApprovalInput => ({
  kind: row.kind as AdjustmentKind,
  fromYear: row.fromYear,
  toYear: row.toYear,
  percent: row.percent,
  months: row.months,
  reason: row.reason,
  document: row.document,
});

/** One that waits; what was settled, is another person's or never was is the same "not found". */
export async function waitingProposal(
  tx: Tx,
  personId: string,
  proposalId: string,
): Promise<ProposalRow> {
  const wanted = and(
    eq(adjustmentProposals.id, proposalId),
    eq(adjustmentProposals.personId, personId),
    eq(adjustmentProposals.state, 'waiting'),
  );
  const [row] = await tx.select().from(adjustmentProposals).where(wanted);
  if (!row) throw new Refused('not-found');
  return row;
}

export async function settleProposal(
  tx: Tx,
  id: string,
  change: Pick<ProposalRow, 'decidedBy' | 'decidedAt' | 'comment'> & {
    readonly state: (typeof PROPOSAL_STATES)[number];
  },
): Promise<void> {
  await tx.update(adjustmentProposals).set(change).where(eq(adjustmentProposals.id, id));
}

interface Told {
  readonly proposal: ProposalRow;
  readonly proposer: string;
  readonly decider: string | null;
}

const viewOf = (
  { proposal, proposer, decider }: Told,
  readerId: string,
  now: Date,
): AdjustmentProposal => ({
  id: proposal.id,
  ...termsOf(proposal),
  proposedBy: proposer,
  proposedAt: proposal.proposedAt.toISOString(),
  ageDays: wholeDaysSince(proposal.proposedAt, now),
  isMine: proposal.proposedBy === readerId,
  state: proposal.state as AdjustmentProposal['state'],
  decided: proposal.decidedAt && {
    by: decider ?? '',
    at: proposal.decidedAt.toISOString(),
    comment: proposal.comment,
  },
});

/** All of a person's that wait or came to nothing, newest first; the others are adjustments. */
export async function proposalsOf(
  db: Reader,
  personId: string,
  reader: { readonly id: string; readonly now: Date },
): Promise<AdjustmentProposal[]> {
  const rows = await db
    .select({ proposal: adjustmentProposals, proposer: proposers.name, decider: deciders.name })
    .from(adjustmentProposals)
    .innerJoin(proposers, eq(proposers.id, adjustmentProposals.proposedBy))
    .leftJoin(deciders, eq(deciders.id, adjustmentProposals.decidedBy))
    .where(
      and(eq(adjustmentProposals.personId, personId), ne(adjustmentProposals.state, 'approved')),
    )
    .orderBy(desc(adjustmentProposals.proposedAt), desc(adjustmentProposals.id));
  return rows.map((row) => viewOf(row, reader.id, reader.now));
}

/** Waiting ones of the people whom the caller administers, but the caller themselves. */
const isWaiting = (actor: Actor, wanted?: SQL) =>
  and(
    eq(adjustmentProposals.state, 'waiting'),
    isNull(memberships.endsAt),
    ne(adjustmentProposals.personId, actor.personId),
    or(...administeredPaths(actor).map((path) => like(orgUnits.path, `${path}%`))),
    wanted,
  );

/** How many the caller may decide on. */
export async function countAdjustmentsToDecide({ db }: Platform, actor: Actor): Promise<number> {
  if (administeredPaths(actor).length === 0) return 0;
  const [row] = await db
    .select({ waiting: count() })
    .from(adjustmentProposals)
    .innerJoin(memberships, eq(memberships.personId, adjustmentProposals.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(isWaiting(actor, ne(adjustmentProposals.proposedBy, actor.personId)));
  return row?.waiting ?? 0;
}

export async function listAdjustmentProposals({ db, clock }: Platform, actor: Actor) {
  const rows = await db
    .select({
      proposal: adjustmentProposals,
      personName: people.name,
      proposer: proposers.name,
      unitName: orgUnits.name,
    })
    .from(adjustmentProposals)
    .innerJoin(people, eq(people.id, adjustmentProposals.personId))
    .innerJoin(proposers, eq(proposers.id, adjustmentProposals.proposedBy))
    .innerJoin(memberships, eq(memberships.personId, adjustmentProposals.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(isWaiting(actor))
    .orderBy(asc(adjustmentProposals.proposedAt), asc(adjustmentProposals.id))
    .limit(MOST);
  const now = clock.now();
  return {
    items: rows.map(({ personName, unitName, ...told }) => ({
      ...viewOf({ ...told, decider: null }, actor.personId, now),
      personId: told.proposal.personId,
      personName,
      unitName,
    })),
  };
}
