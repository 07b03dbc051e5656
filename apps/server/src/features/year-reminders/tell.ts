// The push itself: nobody gets more than one a week, whoever gives it and from whichever list.
import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf, trainingYearOf } from '@xueshi/domain';
import { and, gt, inArray } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { notifyMany, type Occasion } from '../notices/service.ts';
import { daysLeftOf } from '../standings/service.ts';

const { yearReminders } = schema;

const WEEK_MS = 7 * 86_400_000;
/** So many are told in one turn of the write lane. */
export const CHUNK = 200;

export const weekBefore = (now: Date) => new Date(now.getTime() - WEEK_MS);

export interface Owing {
  readonly personId: string;
  /** Of the clause that lags most; 0 where it is measured in days. */
  readonly missingHundredths: number;
}

/** Tells people in the transaction; whoever was told within a week is passed over. How many were told. */
export async function tell(
  tx: Tx,
  people: readonly Owing[],
  { remindedBy, now }: { remindedBy: string; now: Date },
): Promise<number> {
  const ids = people.map(({ personId }) => personId);
  const lately = await tx
    .select({ personId: yearReminders.personId })
    .from(yearReminders)
    .where(
      and(inArray(yearReminders.personId, ids), gt(yearReminders.remindedAt, weekBefore(now))),
    );
  const told = new Set(lately.map(({ personId }) => personId));
  const due = people.filter(({ personId }) => !told.has(personId));
  if (due.length === 0) return 0;
  const year = trainingYearOf(now);
  const days = daysLeftOf(year, now);
  await notifyMany(
    tx,
    due.map(({ personId, missingHundredths }): Occasion => ({
      personId,
      kind: 'year-reminder',
      occasion: trainingDayOf(now),
      params: { hours: missingHundredths / 100, days, year },
      link: '/plan',
      now,
    })),
  );
  await tx
    .insert(yearReminders)
    .values(due.map(({ personId }) => ({ personId, remindedAt: now, remindedBy })))
    .onConflictDoUpdate({
      target: yearReminders.personId,
      set: { remindedAt: now, remindedBy },
    });
  return due.length;
}

export async function audit(tx: Tx, actor: Actor, unit: OrgUnit, now: Date, detail: object) {
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: 'year-reminded',
    subject: `org-unit:${unit.id}`,
    detail: { ...detail },
    address: actor.address,
  });
}
