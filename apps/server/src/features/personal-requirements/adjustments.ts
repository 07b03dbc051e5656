// Requirements changed for one person (DOMAIN H3): approved with reason and document, by two people where
// the unit asks for it, never for oneself (G9), withdrawn rather than changed; the person is told.
import { schema, type Reader } from '@xueshi/database';
import { adjustmentTakesTwo, type RequirementAdjustment } from '@xueshi/domain';
import { and, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredPerson, type Person } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { adjustmentView } from '../requirements/service.ts';
import { settingsAt } from '../settings/service.ts';
import {
  audit,
  demandFit,
  holdAdjustment,
  inForce,
  tell,
  unitPathOf,
  type ApprovalInput,
} from './adjustment-store.ts';
import { demandNoneWaiting, propose } from './proposal-store.ts';

const { adjustmentProposals, adjustmentWithdrawals, people, requirementAdjustments } = schema;

/** The person, where the actor answers for them and is somebody else (DOMAIN G9). */
async function adjustablePerson(db: Reader, actor: Actor, personId: string): Promise<Person> {
  const person = await administeredPerson(db, actor, personId);
  if (person.id === actor.personId) throw new Refused('own-requirement');
  return person;
}

/** Approves an adjustment, or has it wait for a second person where the unit asks for two. */
export async function approveAdjustment(
  platform: Platform,
  actor: Actor,
  personId: string,
  input: ApprovalInput,
): Promise<{ id: string; waits: boolean }> {
  const person = await adjustablePerson(platform.db, actor, personId);
  const now = platform.clock.now();
  const waits = await takesTwo(platform, await unitPathOf(platform.db, person.id));
  const id = newId();
  const adjustment = { ...input, reason: input.reason.trim(), document: input.document.trim() };
  const wish = { id, personId: person.id, adjustment, now };
  await platform.write(async (tx) => {
    // What could not be approved is not worth a second person's time.
    await demandFit(tx, person.id, adjustment, now);
    await demandNoneWaiting(tx, person.id);
    await (waits ? propose(tx, actor, wish) : holdAdjustment(tx, actor, wish));
  });
  return { id, waits };
}

/** Whether adjustments for people of the unit at this path wait for a second person. */
export async function takesTwo(platform: Platform, unitPath: string | null): Promise<boolean> {
  return adjustmentTakesTwo((await settingsAt(platform, unitPath))['adjustment-approval']);
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

const approver = alias(people, 'approver');
const withdrawer = alias(people, 'withdrawer');
const proposer = alias(people, 'proposer');

/** All that was ever approved for a person, newest first. */
export async function adjustmentHistory(db: Reader, personId: string) {
  const rows = await db
    .select({
      adjustment: requirementAdjustments,
      withdrawal: adjustmentWithdrawals,
      approver: approver.name,
      withdrawer: withdrawer.name,
      proposer: proposer.name,
      word: adjustmentProposals.comment,
    })
    .from(requirementAdjustments)
    .leftJoin(approver, eq(approver.id, requirementAdjustments.approvedBy))
    .leftJoin(
      adjustmentWithdrawals,
      eq(adjustmentWithdrawals.adjustmentId, requirementAdjustments.id),
    )
    .leftJoin(withdrawer, eq(withdrawer.id, adjustmentWithdrawals.withdrawnBy))
    .leftJoin(adjustmentProposals, eq(adjustmentProposals.id, requirementAdjustments.id))
    .leftJoin(proposer, eq(proposer.id, adjustmentProposals.proposedBy))
    .where(eq(requirementAdjustments.personId, personId))
    .orderBy(desc(requirementAdjustments.approvedAt), desc(requirementAdjustments.id));
  return rows.map(({ adjustment, ...told }) =>
    adjustmentView({
      ...told,
      adjustment: { ...adjustment, kind: adjustment.kind as RequirementAdjustment['kind'] },
    }),
  );
}
