import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { adjustmentProposals, adjustmentWithdrawals, requirementAdjustments } = schema;

const columns = {
  kind: requirementAdjustments.kind,
  fromYear: requirementAdjustments.fromYear,
  toYear: requirementAdjustments.toYear,
  percent: requirementAdjustments.percent,
  months: requirementAdjustments.months,
  reason: requirementAdjustments.reason,
  document: requirementAdjustments.document,
  approvedAt: requirementAdjustments.approvedAt,
  withdrawnAt: adjustmentWithdrawals.withdrawnAt,
  withdrawalReason: adjustmentWithdrawals.reason,
};

const proposalColumns = {
  kind: adjustmentProposals.kind,
  fromYear: adjustmentProposals.fromYear,
  toYear: adjustmentProposals.toYear,
  percent: adjustmentProposals.percent,
  months: adjustmentProposals.months,
  reason: adjustmentProposals.reason,
  document: adjustmentProposals.document,
  proposedAt: adjustmentProposals.proposedAt,
  state: adjustmentProposals.state,
  decidedAt: adjustmentProposals.decidedAt,
  comment: adjustmentProposals.comment,
};

export const ownAdjustments: readonly OwnDataPart[] = [
  ownPart('requirement-adjustments', columns, (db, personId, { limit, offset }) =>
    db
      .select(columns)
      .from(requirementAdjustments)
      .leftJoin(
        adjustmentWithdrawals,
        eq(adjustmentWithdrawals.adjustmentId, requirementAdjustments.id),
      )
      .where(eq(requirementAdjustments.personId, personId))
      .orderBy(asc(requirementAdjustments.approvedAt), asc(requirementAdjustments.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('proposed-adjustments', proposalColumns, (db, personId, { limit, offset }) =>
    db
      .select(proposalColumns)
      .from(adjustmentProposals)
      .where(eq(adjustmentProposals.personId, personId))
      .orderBy(asc(adjustmentProposals.proposedAt), asc(adjustmentProposals.id))
      .limit(limit)
      .offset(offset),
  ),
];
