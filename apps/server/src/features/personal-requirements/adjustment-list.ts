// What was approved for the people of a subtree, page by page.
import { schema } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { and, count, desc, eq, isNull, like } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { adjustmentView, type ApprovedAdjustment } from '../requirements/service.ts';

const {
  adjustmentProposals,
  adjustmentWithdrawals,
  memberships,
  orgUnits,
  people,
  requirementAdjustments,
} = schema;
const approver = alias(people, 'approver');
const withdrawer = alias(people, 'withdrawer');
const proposer = alias(people, 'proposer');

const PAGE_SIZE = 50;

/** Newest first, also those that were withdrawn; of people who are in the subtree now. */
export async function listAdjustments(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  page: number,
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const below = and(like(orgUnits.path, `${unit.path}%`), isNull(memberships.endsAt));
  const inUnit = eq(memberships.personId, requirementAdjustments.personId);
  const [all] = await db
    .select({ total: count() })
    .from(requirementAdjustments)
    .innerJoin(memberships, inUnit)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(below);
  const rows = await db
    .select({
      adjustment: requirementAdjustments,
      withdrawal: adjustmentWithdrawals,
      approver: approver.name,
      withdrawer: withdrawer.name,
      proposer: proposer.name,
      word: adjustmentProposals.comment,
      personName: people.name,
      unitName: orgUnits.name,
    })
    .from(requirementAdjustments)
    .innerJoin(memberships, inUnit)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .innerJoin(people, eq(people.id, requirementAdjustments.personId))
    .leftJoin(approver, eq(approver.id, requirementAdjustments.approvedBy))
    .leftJoin(
      adjustmentWithdrawals,
      eq(adjustmentWithdrawals.adjustmentId, requirementAdjustments.id),
    )
    .leftJoin(withdrawer, eq(withdrawer.id, adjustmentWithdrawals.withdrawnBy))
    .leftJoin(adjustmentProposals, eq(adjustmentProposals.id, requirementAdjustments.id))
    .leftJoin(proposer, eq(proposer.id, adjustmentProposals.proposedBy))
    .where(below)
    .orderBy(desc(requirementAdjustments.approvedAt), desc(requirementAdjustments.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    year: trainingYearOf(clock.now()),
    items: rows.map(({ adjustment, personName, unitName, ...told }) => ({
      ...adjustmentView({
        ...told,
        adjustment: { ...adjustment, kind: adjustment.kind as ApprovedAdjustment['kind'] },
      }),
      personId: adjustment.personId,
      personName,
      unitName,
    })),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}
