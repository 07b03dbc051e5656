// Keeps standings true: triggers note whose is stale, and whatever transaction made it so settles it.
import { preparedQuery, schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Clock } from '../../platform/clock.ts';
import { enqueueJob } from '../../platform/jobs.ts';
import { policiesWithin } from '../requirements/service.ts';
import { computeStandings, daysLeftOf, yearsKept, type StandingRow } from './compute.ts';

const { memberships, orgUnitAncestors, personStandings, staleStandings, staleUnits } = schema;

export const REFRESH_STANDINGS = 'refresh-standings';

/** So many are settled where they became stale; more are a job's. About a tenth of a millisecond each. */
const SETTLED_AT_ONCE = 100;
/** In one turn of the write lane, by the job: some 2 ms each where all sums are filled anew. */
const SETTLED_BY_JOB = 60;
/** A unit with so many people below it is settled where it became stale. */
const SMALL_UNIT = 100;
const UNITS_AT_ONCE = 20;
const SPREAD_BY_JOB = 2_000;

/**
 * Called at the end of each transaction, in it: what an answer is about to tell is what the figures
 * show. The newest first, which are this transaction's own.
 */
export async function settleStandings(clock: Clock, tx: Tx): Promise<void> {
  const [stale] = await tx.all<{ people: number; units: number }>(
    sql`SELECT EXISTS (SELECT 1 FROM stale_standings) AS people, EXISTS (SELECT 1 FROM stale_units) AS units`,
  );
  if (!stale || (stale.people === 0 && stale.units === 0)) return;
  const now = clock.now();
  const unitsLeft = stale.units > 0 && (await spreadSmallUnits(tx));
  const peopleLeft = await settleSome(tx, SETTLED_AT_ONCE, now);
  if (unitsLeft || peopleLeft) {
    await enqueueJob(tx, {
      name: REFRESH_STANDINGS,
      uniqueKey: REFRESH_STANDINGS,
      payload: {},
      now,
    });
  }
}

/** Makes the people of small stale units stale; true where a larger one is left to the job. */
async function spreadSmallUnits(tx: Tx): Promise<boolean> {
  // One that was begun is the job's: spreading it further would be every transaction's work.
  const units = await tx
    .select()
    .from(staleUnits)
    .where(eq(staleUnits.afterPersonId, ''))
    .limit(UNITS_AT_ONCE);
  let left = units.length === UNITS_AT_ONCE;
  for (const { unitId, afterPersonId } of units) {
    const after = await spreadUnit(tx, unitId, afterPersonId, SMALL_UNIT);
    if (after !== null) left = true;
  }
  return left;
}

/** Makes the next people of a stale unit stale; null when it was the last of them. */
async function spreadUnit(
  tx: Tx,
  unitId: string,
  after: string,
  most: number,
): Promise<string | null> {
  const next = await tx
    .select({ personId: memberships.personId })
    .from(memberships)
    .innerJoin(orgUnitAncestors, eq(orgUnitAncestors.unitId, memberships.orgUnitId))
    .where(
      and(
        eq(orgUnitAncestors.ancestorId, unitId),
        isNull(memberships.endsAt),
        gt(memberships.personId, after),
      ),
    )
    .orderBy(asc(memberships.personId))
    .limit(most);
  if (next.length > 0) await tx.insert(staleStandings).values(next).onConflictDoNothing();
  const last = next.length === most ? next.at(-1) : undefined;
  if (last) {
    await tx
      .update(staleUnits)
      .set({ afterPersonId: last.personId })
      .where(eq(staleUnits.unitId, unitId));
    return last.personId;
  }
  await tx.delete(staleUnits).where(eq(staleUnits.unitId, unitId));
  return null;
}

/** Settles up to `most` people; true where more are left. */
async function settleSome(tx: Tx, most: number, now: Date): Promise<boolean> {
  const stale = await tx
    .select({ personId: staleStandings.personId })
    .from(staleStandings)
    .orderBy(desc(sql`rowid`))
    .limit(most + 1);
  const ids = stale.slice(0, most).map((row) => row.personId);
  if (ids.length === 0) return false;
  const years = yearsKept(now);
  const rows = await computeStandings(tx, await policiesWithin(tx), ids, years, now);
  await saveStandings(tx, rows);
  for (const year of years) {
    const counted = rows.filter((row) => row.year === year).map((row) => row.personId);
    const gone = ids.filter((id) => !counted.includes(id));
    if (gone.length === 0) continue;
    await tx
      .delete(personStandings)
      .where(and(eq(personStandings.year, year), inArray(personStandings.personId, gone)));
  }
  await tx.delete(staleStandings).where(inArray(staleStandings.personId, ids));
  return stale.length > most;
}

/** SQLite binds at most 32,766 values in a statement; the triggers are what costs. */
const ROWS_A_STATEMENT = 100;

async function saveStandings(tx: Tx, rows: readonly StandingRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    await tx
      .insert(personStandings)
      .values(rows.slice(from, from + ROWS_A_STATEMENT))
      .onConflictDoUpdate({
        target: [personStandings.year, personStandings.personId],
        set: {
          unitId: sql`excluded.unit_id`,
          category: sql`excluded.category`,
          namePinyin: sql`excluded.name_pinyin`,
          hundredths: sql`excluded.hundredths`,
          halfDays: sql`excluded.half_days`,
          targetHundredths: sql`excluded.target_hundredths`,
          targetHalfDays: sql`excluded.target_half_days`,
          share: sql`excluded.share`,
          state: sql`excluded.state`,
          onCourseUntilDaysLeft: sql`excluded.on_course_until_days_left`,
          adjustment: sql`excluded.adjustment`,
          outlook: sql`excluded.outlook`,
          unsureUntilDaysLeft: sql`excluded.unsure_until_days_left`,
          missingHundredths: sql`excluded.missing_hundredths`,
        },
      });
  }
}

/** One step of the job that settles what is left; false when nothing is. */
export async function settleNext(tx: Tx, now: Date): Promise<boolean> {
  if (await settleSome(tx, SETTLED_BY_JOB, now)) return true;
  const [unit] = await tx.select().from(staleUnits).limit(1);
  if (!unit) return false;
  await spreadUnit(tx, unit.unitId, unit.afterPersonId, SPREAD_BY_JOB);
  return true;
}

const staleQuery = preparedQuery((db) =>
  db.select({ people: count() }).from(staleStandings).prepare(),
);

/** People whose standing is still to be computed; pages say so while there are any. */
export async function staleCount(db: Reader): Promise<number> {
  const [row] = await staleQuery(db).all();
  return row?.people ?? 0;
}

/**
 * A day has begun: who was on course for yesterday only is behind from now on. Up to `most` people;
 * false when there are no more.
 */
export async function passDay(tx: Tx, now: Date, most: number): Promise<boolean> {
  const [, year = 0] = yearsKept(now);
  const late = await tx
    .select({ personId: personStandings.personId })
    .from(personStandings)
    .where(
      and(
        eq(personStandings.year, year),
        gt(personStandings.onCourseUntilDaysLeft, daysLeftOf(year, now)),
        eq(personStandings.state, 'on_course'),
      ),
    )
    .limit(most);
  const ids = late.map((row) => row.personId);
  if (ids.length > 0) {
    const unsure = sql`CASE WHEN ${personStandings.unsureUntilDaysLeft} <= ${daysLeftOf(year, now)}
      THEN 'unsure' ELSE 'at_risk' END`;
    await tx
      .update(personStandings)
      .set({ state: 'behind', outlook: unsure })
      .where(and(eq(personStandings.year, year), inArray(personStandings.personId, ids)));
  }
  const given = await markAtRisk(tx, year, daysLeftOf(year, now), most);
  return ids.length === most || given === most;
}

/** Up to `most` people whom no end of the year like the last one’s would help any more. */
async function markAtRisk(tx: Tx, year: number, daysLeft: number, most: number): Promise<number> {
  const late = await tx
    .select({ personId: personStandings.personId })
    .from(personStandings)
    .where(
      and(
        eq(personStandings.year, year),
        eq(personStandings.outlook, 'unsure'),
        gt(personStandings.unsureUntilDaysLeft, daysLeft),
      ),
    )
    .limit(most);
  const ids = late.map((row) => row.personId);
  if (ids.length > 0)
    await tx
      .update(personStandings)
      .set({ outlook: 'at_risk' })
      .where(and(eq(personStandings.year, year), inArray(personStandings.personId, ids)));
  return ids.length;
}
