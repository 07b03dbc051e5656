// Administrators of the units that are asked to take a template are told of it, and reminded before it is due.
import { schema, type Reader } from '@xueshi/database';
import { daysLater, DUTIES_OF, ROLES } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { inForce } from '../../platform/grants-in-force.ts';
import type { Platform } from '../../platform/platform.ts';
import { notifyMany, type Occasion } from '../notices/service.ts';
import { missingBelow } from './offered-units.ts';
import type { OfferRecord } from './offers.ts';
import { namesNoReserves } from './permission.ts';
import type { ProgrammeInUnit } from './store.ts';

const { orgUnits, people, programmeOffers, programmes, roleGrants } = schema;

const CHUNK = 200;
/** So many days before an offer is due the units that have not taken it are reminded. */
const DAYS_BEFORE = [7, 1] as const;

/** The daily round over what is offered: new offers are told, those due soon are reminded of. */
export async function tellOffers(
  platform: Platform,
  day: string,
  signal: AbortSignal,
): Promise<void> {
  const open = await platform.db
    .select({ offer: programmeOffers, programme: programmes, unit: orgUnits })
    .from(programmeOffers)
    .innerJoin(programmes, eq(programmes.id, programmeOffers.programmeId))
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(
      and(
        isNull(programmeOffers.withdrawnAt),
        isNotNull(programmeOffers.askedLevel),
        eq(programmes.state, 'template'),
        namesNoReserves,
      ),
    );
  for (const { offer, ...found } of open) {
    const { dueOn, toldOn } = offer;
    const isNew = toldOn === null;
    if (!isNew && !DAYS_BEFORE.some((days) => daysLater(day, days) === dueOn)) continue;
    for (let after: string | null = ''; after !== null;) {
      if (signal.aborted) throw new Error('stopped');
      after = await tellUnits(platform, { ...found, offer }, day, after);
    }
    if (isNew)
      await platform.write((tx) =>
        tx
          .update(programmeOffers)
          .set({ toldOn: day })
          .where(eq(programmeOffers.programmeId, offer.programmeId)),
      );
  }
}

/** Tells those of some units that have not taken it; returns where to go on, null at the end. */
async function tellUnits(
  { db, write, clock }: Platform,
  { offer, ...found }: ProgrammeInUnit & { readonly offer: OfferRecord },
  day: string,
  after: string,
): Promise<string | null> {
  const units = await db
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(and(missingBelow(found, offer.askedLevel), gt(orgUnits.id, after)))
    .orderBy(asc(orgUnits.id))
    .limit(CHUNK);
  const now = clock.now();
  const { id, title } = found.programme;
  const told = await trainersOf(
    db,
    units.map((unit) => unit.id),
    now,
  );
  const occasions = told.map(({ personId, unitId }): Occasion => ({
    personId,
    // Whoever answers for several units is told once a day.
    occasion: `${id}:${day}`,
    ...(offer.toldOn === null || offer.dueOn === null
      ? { kind: 'programme-offered', params: { title, reason: offer.purpose } }
      : { kind: 'programme-offer-due', params: { title, date: offer.dueOn } }),
    link: `/admin/units/${unitId}/programmes/offers/${id}`,
    now,
  }));
  for (let from = 0; from < occasions.length; from += CHUNK)
    await write((tx) => notifyMany(tx, occasions.slice(from, from + CHUNK)));
  return units.length === CHUNK ? (units.at(-1)?.id ?? null) : null;
}

/** Who may run training at some units, holding a role at the very unit. */
async function trainersOf(db: Reader, unitIds: readonly string[], now: Date) {
  const roles = ROLES.filter((role) => DUTIES_OF[role]?.includes('run_training'));
  const rows = await db
    .selectDistinct({ personId: roleGrants.personId, unitId: roleGrants.orgUnitId })
    .from(roleGrants)
    .innerJoin(people, eq(people.id, roleGrants.personId))
    .where(
      and(
        inArray(roleGrants.orgUnitId, [...unitIds]),
        inArray(roleGrants.role, roles),
        inForce(now),
        isNull(people.closedAt),
      ),
    );
  return rows.flatMap(({ personId, unitId }) => (unitId === null ? [] : [{ personId, unitId }]));
}
