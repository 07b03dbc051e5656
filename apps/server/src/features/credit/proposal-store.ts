// Corrections that wait for a second person, as they are kept.
import type { CORRECTION_DEEDS } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import type { CreditEntry } from './ledger.ts';

const { correctionProposals } = schema;

export type ProposalRow = typeof correctionProposals.$inferSelect;
export type CorrectionDeed = (typeof CORRECTION_DEEDS)[number];

export interface Proposing {
  readonly entry: CreditEntry;
  readonly deed: CorrectionDeed;
  /** What the entry is to count; null but for reductions. */
  readonly lesser: { readonly hundredths: number; readonly halfDays: number } | null;
  readonly reason: string;
  readonly by: Pick<Actor, 'personId' | 'address'>;
  readonly now: Date;
}

/** One at a time: what waits is settled before anything else happens to the entry. */
export async function demandNoneWaiting(db: Reader, entryId: string): Promise<void> {
  const [waiting] = await db
    .select({ id: correctionProposals.id })
    .from(correctionProposals)
    .where(and(eq(correctionProposals.entryId, entryId), eq(correctionProposals.state, 'waiting')));
  if (waiting) throw new Refused('correction-waiting');
}

export async function propose(tx: Tx, wish: Proposing): Promise<void> {
  const { entry, deed, lesser, reason, by, now } = wish;
  await tx.insert(correctionProposals).values({
    id: newId(),
    personId: entry.personId,
    entryId: entry.id,
    deed,
    hundredths: lesser?.hundredths ?? null,
    halfDays: lesser?.halfDays ?? null,
    reason,
    proposedBy: by.personId,
    proposedAt: now,
    state: 'waiting',
  });
  await noteProposal(tx, 'correction-proposed', { ...wish, personId: entry.personId, by, now });
}

/** Writes down in the audit trail what became of a proposal. */
export async function noteProposal(
  tx: Tx,
  action: 'correction-proposed' | 'correction-declined' | 'correction-withdrawn',
  of: {
    readonly personId: string;
    readonly entry: Pick<CreditEntry, 'id'>;
    readonly deed: string;
    readonly reason: string;
    readonly by: Pick<Actor, 'personId' | 'address'>;
    readonly now: Date;
  },
): Promise<void> {
  const { personId, entry, deed, reason, by, now } = of;
  await recordAudit(tx, {
    at: now,
    actorId: by.personId,
    action,
    subject: `person:${personId}`,
    detail: { entry: entry.id, deed, reason },
    address: by.address,
  });
}

export async function findProposal(
  db: Reader,
  personId: string,
  id: string,
): Promise<ProposalRow | null> {
  const mine = and(eq(correctionProposals.id, id), eq(correctionProposals.personId, personId));
  const [row] = await db.select().from(correctionProposals).where(mine);
  return row ?? null;
}

export async function settleProposal(
  tx: Tx,
  id: string,
  change: Pick<ProposalRow, 'state' | 'decidedBy' | 'decidedAt' | 'comment'>,
): Promise<void> {
  await tx.update(correctionProposals).set(change).where(eq(correctionProposals.id, id));
}
