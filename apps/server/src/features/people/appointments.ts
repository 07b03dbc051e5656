// Where somebody belongs, dated (DOMAIN 5.2): the present appointment is the one without an end.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { trainingDayOf } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import { Refused } from '../../platform/refused.ts';

const { memberships } = schema;

export type Membership = typeof memberships.$inferSelect;
/** What an appointment says beside its dates. */
export type AppointmentFacts = Pick<
  Membership,
  'orgUnitId' | 'audienceCategory' | 'post' | 'managingUnitId' | 'positionLevel' | 'rank'
>;

export async function presentAppointment(db: Reader, personId: string): Promise<Membership | null> {
  const [row] = await db
    .select()
    .from(memberships)
    .where(and(eq(memberships.personId, personId), isNull(memberships.endsAt)));
  return row ?? null;
}

const factsOf = ({
  orgUnitId,
  audienceCategory,
  post,
  managingUnitId,
  positionLevel,
  rank,
}: AppointmentFacts): AppointmentFacts => ({
  orgUnitId,
  audienceCategory,
  post,
  managingUnitId,
  positionLevel,
  rank,
});

export const sameFacts = (one: AppointmentFacts, other: AppointmentFacts): boolean =>
  JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));

/** Appointments are dated by days: which of two came first on one day, nobody can say. */
export const beganOnDayOf = ({ startsAt }: Pick<Membership, 'startsAt'>, from: Date): boolean =>
  trainingDayOf(startsAt) === trainingDayOf(from);

/**
 * Lets other facts hold from a day on. The appointment before ends there, so that reports can still
 * ask how it was; one that began on the same day never was and is changed itself.
 */
export async function changeAppointment(
  tx: Tx,
  personId: string,
  facts: AppointmentFacts,
  from: Date,
): Promise<{ before: Membership | null; after: Membership }> {
  const before = await presentAppointment(tx, personId);
  if (before && sameFacts(before, facts)) return { before, after: before };
  if (before && beganOnDayOf(before, from)) {
    await tx.update(memberships).set(factsOf(facts)).where(eq(memberships.id, before.id));
    return { before, after: { ...before, ...factsOf(facts) } };
  }
  if (before && before.startsAt > from) throw new Refused('appointment-too-early');
  if (before) {
    await tx.update(memberships).set({ endsAt: from }).where(eq(memberships.id, before.id));
  }
  const after = { id: newId(), personId, ...factsOf(facts), startsAt: from, endsAt: null };
  await tx.insert(memberships).values(after);
  return { before, after };
}
