// Requirements changed for one person (DOMAIN H3): approved with reason and document, never for oneself
// (G9), withdrawn rather than changed; the person is told.
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  adjustmentProblem,
  adjustmentsOverlap,
  trainingYearOf,
  type RequirementAdjustment,
} from '@xueshi/domain';
import { and, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPerson, type Person } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import { adjustmentsInForce, adjustmentView } from '../requirements/service.ts';

const { adjustmentWithdrawals, people, requirementAdjustments } = schema;

/** An adjustment may be approved ahead for a plan of five years. */
const YEARS_AHEAD = 5;

export interface ApprovalInput extends RequirementAdjustment {
  readonly reason: string;
  readonly document: string;
}

/** The person, where the actor answers for them and is somebody else (DOMAIN G9). */
async function adjustablePerson(db: Reader, actor: Actor, personId: string): Promise<Person> {
  const person = await administeredPerson(db, actor, personId);
  if (person.id === actor.personId) throw new Refused('own-requirement');
  return person;
}

export async function approveAdjustment(
  platform: Platform,
  actor: Actor,
  personId: string,
  input: ApprovalInput,
): Promise<{ id: string }> {
  const person = await adjustablePerson(platform.db, actor, personId);
  const now = platform.clock.now();
  const thisYear = trainingYearOf(now);
  if (adjustmentProblem(input) !== null) throw new Refused('adjustment-unsound');
  // What lies further back is closed and stays as it was reckoned (DOMAIN 5.1).
  if (input.fromYear < thisYear - 1 || input.toYear > thisYear + YEARS_AHEAD)
    throw new Refused('adjustment-year-out-of-range', {
      from: thisYear - 1,
      to: thisYear + YEARS_AHEAD,
    });
  const id = newId();
  await platform.write(async (tx) => {
    const others = await inForce(tx, person.id);
    const other = others.find((one) => adjustmentsOverlap(one, input));
    if (other) throw new Refused('adjustment-overlaps', { from: other.fromYear, to: other.toYear });
    const adjustment = { ...input, reason: input.reason.trim(), document: input.document.trim() };
    await tx.insert(requirementAdjustments).values({
      id,
      personId: person.id,
      ...adjustment,
      approvedBy: actor.personId,
      approvedAt: now,
    });
    await tell(tx, person.id, 'requirement-adjusted', id, adjustment, now);
    await audit(tx, actor, 'requirement-adjusted', person.id, { id, ...adjustment }, now);
  });
  return { id };
}

export async function withdrawAdjustment(
  platform: Platform,
  actor: Actor,
  place: { id: string; adjustmentId: string },
  reason: string,
): Promise<void> {
  const person = await adjustablePerson(platform.db, actor, place.id);
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const [adjustment] = await tx
      .select()
      .from(requirementAdjustments)
      .where(
        and(
          eq(requirementAdjustments.id, place.adjustmentId),
          eq(requirementAdjustments.personId, person.id),
        ),
      );
    if (!adjustment) throw new Refused('not-found');
    const { id, fromYear, toYear } = adjustment;
    const held = (await inForce(tx, person.id)).some((one) => one.id === id);
    if (!held) throw new Refused('adjustment-withdrawn');
    await tx.insert(adjustmentWithdrawals).values({
      adjustmentId: id,
      reason: reason.trim(),
      withdrawnBy: actor.personId,
      withdrawnAt: now,
    });
    const why = { fromYear, toYear, reason: reason.trim() };
    await tell(tx, person.id, 'requirement-adjustment-withdrawn', id, why, now);
    await audit(tx, actor, 'requirement-adjustment-withdrawn', person.id, { id, reason }, now);
  });
}

const inForce = async (tx: Tx, personId: string) =>
  (await adjustmentsInForce(tx, [personId])).get(personId) ?? [];

function tell(
  tx: Tx,
  personId: string,
  kind: 'requirement-adjusted' | 'requirement-adjustment-withdrawn',
  id: string,
  { fromYear, toYear, reason }: { fromYear: number; toYear: number; reason: string },
  now: Date,
): Promise<void> {
  const years = fromYear === toYear ? String(fromYear) : `${fromYear}–${toYear}`;
  const params = { title: years, year: fromYear, reason };
  const link = `/record/requirement?year=${fromYear}`;
  return notify(tx, { personId, kind, occasion: id, params, link, now });
}

const audit = (
  tx: Tx,
  actor: Actor,
  action: AuditEvent['action'],
  personId: string,
  detail: Readonly<Record<string, unknown>>,
  now: Date,
) =>
  recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: `person:${personId}`,
    detail,
    address: actor.address,
  });

const approver = alias(people, 'approver');
const withdrawer = alias(people, 'withdrawer');

/** All that was ever approved for a person, newest first. */
export async function adjustmentHistory(db: Reader, personId: string) {
  const rows = await db
    .select({
      adjustment: requirementAdjustments,
      withdrawal: adjustmentWithdrawals,
      approver: approver.name,
      withdrawer: withdrawer.name,
    })
    .from(requirementAdjustments)
    .leftJoin(approver, eq(approver.id, requirementAdjustments.approvedBy))
    .leftJoin(
      adjustmentWithdrawals,
      eq(adjustmentWithdrawals.adjustmentId, requirementAdjustments.id),
    )
    .leftJoin(withdrawer, eq(withdrawer.id, adjustmentWithdrawals.withdrawnBy))
    .where(eq(requirementAdjustments.personId, personId))
    .orderBy(desc(requirementAdjustments.approvedAt), desc(requirementAdjustments.id));
  return rows.map(({ adjustment, ...told }) =>
    adjustmentView({
      ...told,
      adjustment: { ...adjustment, kind: adjustment.kind as RequirementAdjustment['kind'] },
    }),
  );
}
