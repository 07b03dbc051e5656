import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { annualAccounts, correctionProposals, creditEntries, creditSupplements } = schema;

const entryColumns = {
  sequence: creditEntries.sequence,
  id: creditEntries.id,
  year: creditEntries.year,
  kind: creditEntries.kind,
  hundredths: creditEntries.hundredths,
  halfDays: creditEntries.halfDays,
  mode: creditEntries.mode,
  intensity: creditEntries.intensity,
  area: creditEntries.area,
  sourceType: creditEntries.sourceType,
  sourceKey: creditEntries.sourceKey,
  reversesId: creditEntries.reversesId,
  courseSnapshot: creditEntries.courseSnapshot,
  orgPath: creditEntries.orgPath,
  policyVersion: creditEntries.policyVersion,
  evidence: creditEntries.evidence,
  earnedAt: creditEntries.earnedAt,
  postedAt: creditEntries.postedAt,
  reason: creditEntries.reason,
  previousHash: creditEntries.previousHash,
  hash: creditEntries.hash,
};
const accountColumns = {
  year: annualAccounts.year,
  mode: annualAccounts.mode,
  intensity: annualAccounts.intensity,
  area: annualAccounts.area,
  hundredths: annualAccounts.hundredths,
  halfDays: annualAccounts.halfDays,
  entries: annualAccounts.entries,
};

const proposalColumns = {
  entryId: correctionProposals.entryId,
  deed: correctionProposals.deed,
  hundredths: correctionProposals.hundredths,
  halfDays: correctionProposals.halfDays,
  reason: correctionProposals.reason,
  proposedAt: correctionProposals.proposedAt,
  state: correctionProposals.state,
  decidedAt: correctionProposals.decidedAt,
  comment: correctionProposals.comment,
};

const supplementColumns = {
  year: creditSupplements.year,
  hundredths: creditSupplements.hundredths,
  reason: creditSupplements.reason,
  document: creditSupplements.document,
  proposedAt: creditSupplements.proposedAt,
  state: creditSupplements.state,
  decidedAt: creditSupplements.decidedAt,
  comment: creditSupplements.comment,
};

/** The person’s ledger, entry by entry as it was hashed, and the sums of each year. */
export const ownCredits: readonly OwnDataPart[] = [
  ownPart('credit-entries', entryColumns, (db, personId, { limit, offset }) =>
    db
      .select(entryColumns)
      .from(creditEntries)
      .where(eq(creditEntries.personId, personId))
      .orderBy(asc(creditEntries.sequence))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('proposed-corrections', proposalColumns, (db, personId, { limit, offset }) =>
    db
      .select(proposalColumns)
      .from(correctionProposals)
      .where(eq(correctionProposals.personId, personId))
      .orderBy(asc(correctionProposals.proposedAt), asc(correctionProposals.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('proposed-supplements', supplementColumns, (db, personId, { limit, offset }) =>
    db
      .select(supplementColumns)
      .from(creditSupplements)
      .where(eq(creditSupplements.personId, personId))
      .orderBy(asc(creditSupplements.proposedAt), asc(creditSupplements.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('annual-accounts', accountColumns, (db, personId, { limit, offset }) =>
    db
      .select(accountColumns)
      .from(annualAccounts)
      .where(eq(annualAccounts.personId, personId))
      .orderBy(
        asc(annualAccounts.year),
        asc(annualAccounts.mode),
        asc(annualAccounts.intensity),
        asc(annualAccounts.area),
      )
      .limit(limit)
      .offset(offset),
  ),
];
