// Appointments that were: entered afterwards, corrected, and removed where they were a mistake, each with a reason.
// What open years owe follows from them at once; frozen years stay as they are.
import { schema, type Tx } from '@xueshi/database';
import { daysLater, firstOverlap, isPeriod, trainingDayOf } from '@xueshi/domain';
import { and, eq, ne } from 'drizzle-orm';
import { administers } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandGivenCategory } from '../audience-categories/service.ts';
import type { AppointmentFacts, Membership } from './appointments.ts';
import { begun, changing } from './change-personnel.ts';
import { dayStart } from './day-start.ts';
import { managerNamed, unitNamed } from './named-units.ts';

const { memberships, orgUnits } = schema;

export interface AppointmentWish {
  readonly unit?: string;
  readonly managingUnit?: string | null;
  readonly category: string | null;
  readonly post: string | null;
  readonly positionLevel: string | null;
  readonly rank: string | null;
  /** The first and the last day, YYYY-MM-DD; null: it goes on. */
  readonly from: string;
  readonly until: string | null;
  readonly reason: string;
}

/** What is written down of an appointment; the last day, not the instant after it. */
const toldOf = ({ id: _id, personId: _person, startsAt, endsAt, ...facts }: Membership) => ({
  ...facts,
  ...daysOf({ startsAt, endsAt }),
});

/** The first and the last day of a period. */
export const daysOf = ({ startsAt, endsAt }: Pick<Membership, 'startsAt' | 'endsAt'>) => ({
  from: trainingDayOf(startsAt),
  until: endsAt === null ? null : lastDayOf(endsAt),
});

const lastDayOf = (endsAt: Date): string => trainingDayOf(new Date(endsAt.getTime() - 1));

/** The instants that two days mean; a day that was not changed keeps its very instant. */
export function periodOf(
  { from, until }: Pick<AppointmentWish, 'from' | 'until'>,
  now: Date,
  before: { readonly startsAt: Date; readonly endsAt: Date | null } | null,
): { startsAt: Date; endsAt: Date | null } {
  const isSameStart = before !== null && trainingDayOf(before.startsAt) === from;
  const startsAt = isSameStart ? before.startsAt : begun(from, now);
  const isSameEnd = before?.endsAt !== null && before && lastDayOf(before.endsAt) === until;
  const endsAt = isSameEnd ? before.endsAt : endAfter(until, now);
  if (!isPeriod({ startMs: startsAt.getTime(), endMs: endsAt?.getTime() ?? null }))
    throw new Refused('days-reversed');
  return { startsAt, endsAt };
}

/** The last day is over, or it would not be past. */
function endAfter(until: string | null, now: Date): Date | null {
  if (until === null) return null;
  begun(until, now);
  const endsAt = dayStart(daysLater(until, 1));
  if (endsAt > now) throw new Refused('last-day-not-over');
  return endsAt;
}

const asPeriod = (one: Pick<Membership, 'startsAt' | 'endsAt'>) => ({
  startMs: one.startsAt.getTime(),
  endMs: one.endsAt?.getTime() ?? null,
});

/** Refuses what would share a day with another appointment. */
async function demandFree(tx: Tx, personId: string, wanted: Membership): Promise<void> {
  const others = await tx
    .select()
    .from(memberships)
    .where(and(eq(memberships.personId, personId), ne(memberships.id, wanted.id)));
  const known = others.map((one) => ({ ...asPeriod(one), one })).filter(isPeriod);
  const met = firstOverlap(known, asPeriod(wanted))?.one;
  if (!met) return;
  const from = trainingDayOf(met.startsAt);
  if (met.endsAt === null) throw new Refused('appointment-overlaps-present', { from });
  throw new Refused('appointment-overlaps', { from, until: lastDayOf(met.endsAt) });
}

async function factsOf(
  tx: Tx,
  actor: Actor,
  wish: AppointmentWish,
  before: Membership | null,
): Promise<AppointmentFacts> {
  const { unit: asked, managingUnit, category, post, positionLevel, rank } = wish;
  await demandGivenCategory(tx, category, before?.audienceCategory ?? null);
  const unit = asked === undefined ? null : await unitNamed(tx, actor, asked);
  const orgUnitId = unit?.id ?? before?.orgUnitId;
  if (orgUnitId === undefined) throw new Refused('unit-unknown', { unit: '' });
  const manager = managingUnit ? await managerNamed(tx, actor, managingUnit) : null;
  const managingUnitId =
    managingUnit === undefined ? (before?.managingUnitId ?? null) : (manager?.id ?? null);
  return { orgUnitId, audienceCategory: category, post, managingUnitId, positionLevel, rank };
}

/** One of the person's appointments, in a unit where the actor keeps the roster. */
async function ownAppointment(
  tx: Tx,
  actor: Actor,
  personId: string,
  id: string,
): Promise<Membership> {
  const [row] = await tx
    .select({ membership: memberships, path: orgUnits.path })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(eq(memberships.id, id), eq(memberships.personId, personId)));
  if (!row) throw new Refused('not-found');
  // What another subtree wrote down of somebody who has come from there is theirs to correct.
  if (!administers(actor, row.path, 'keep_roster')) throw new Refused('appointment-elsewhere');
  return row.membership;
}

export function addPastAppointment(
  platform: Platform,
  actor: Actor,
  personId: string,
  wish: AppointmentWish & { readonly unit: string; readonly until: string },
): Promise<void> {
  return changing(platform, actor, personId, 'appointment-added', async (tx, person, now) => {
    const after: Membership = {
      id: newId(),
      personId: person.id,
      ...(await factsOf(tx, actor, wish, null)),
      ...periodOf(wish, now, null),
    };
    await demandFree(tx, person.id, after);
    await tx.insert(memberships).values(after);
    return { before: {}, after: toldOf(after), reason: wish.reason };
  });
}

export function correctAppointment(
  platform: Platform,
  actor: Actor,
  personId: string,
  { id, ...wish }: AppointmentWish & { readonly id: string },
): Promise<void> {
  return changing(platform, actor, personId, 'appointment-corrected', async (tx, person, now) => {
    const before = await ownAppointment(tx, actor, person.id, id);
    // The present one ends when another begins, and a past one does not come back to life.
    if ((before.endsAt === null) !== (wish.until === null)) throw new Refused('appointment-end');
    const after: Membership = {
      ...before,
      ...(await factsOf(tx, actor, wish, before)),
      ...periodOf(wish, now, before),
    };
    await demandFree(tx, person.id, after);
    await tx.update(memberships).set(after).where(eq(memberships.id, id));
    return { before: toldOf(before), after: toldOf(after), reason: wish.reason };
  });
}

export function removeAppointment(
  platform: Platform,
  actor: Actor,
  personId: string,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> {
  return changing(platform, actor, personId, 'appointment-removed', async (tx, person) => {
    const before = await ownAppointment(tx, actor, person.id, id);
    if (before.endsAt === null) throw new Refused('appointment-present');
    // Changed before it goes: what is computed from appointments follows changes, not removals.
    const mine = eq(memberships.id, id);
    await tx.update(memberships).set({ endsAt: before.startsAt }).where(mine);
    await tx.delete(memberships).where(mine);
    return { before: toldOf(before), after: {}, reason };
  });
}
