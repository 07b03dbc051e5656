import { schema, type Tx } from '@xueshi/database';
import { nextTrainingDay, trainingDayOf, trainingDayStart, trainingYearOf } from '@xueshi/domain';
import { eq, isNull, sql } from 'drizzle-orm';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import { passDay } from './settle.ts';

const { installationFacts, orgUnits, personStandings, staleUnits } = schema;

export const PASS_DAY = 'pass-day';

const PEOPLE_A_TURN = 500;

/** Enqueues what a new day changes: today's at once, and tomorrow's for the stroke of midnight. */
export async function passDays(tx: Tx, now: Date): Promise<void> {
  const today = trainingDayStart(now);
  for (const day of [today, nextTrainingDay(now)]) {
    const name = trainingDayOf(day);
    await enqueueJob(tx, {
      name: PASS_DAY,
      uniqueKey: `${PASS_DAY}:${name}`,
      payload: { day: name },
      now: day,
    });
  }
}

/** Who is behind since midnight; in a new year everybody begins anew. */
export const passDayHandler: JobHandler = async ({ write, clock }, _payload, { signal }) => {
  for (let more = true; more && !signal.aborted;)
    more = await write((tx) => passDay(tx, clock.now(), PEOPLE_A_TURN));
  signal.throwIfAborted();
  await write(async (tx) => {
    const now = clock.now();
    await beginYear(tx, trainingYearOf(now));
    await passDays(tx, now);
  });
};

const BEGUN = 'standings-year';

/**
 * Everybody's standing is computed anew, once, when a year begins. Which year was begun is written
 * down: somebody may have a standing of the new year before its first job runs.
 */
async function beginYear(tx: Tx, year: number): Promise<void> {
  const [known] = await tx.select().from(installationFacts).where(eq(installationFacts.key, BEGUN));
  if (known?.value === String(year)) return;
  const begun = known ? false : await hasStandings(tx, year);
  if (!begun) await makeAllStale(tx);
  await tx
    .insert(installationFacts)
    .values({ key: BEGUN, value: String(year) })
    .onConflictDoUpdate({ target: installationFacts.key, set: { value: String(year) } });
}

async function hasStandings(tx: Tx, year: number): Promise<boolean> {
  const rows = await tx
    .select({ year: personStandings.year })
    .from(personStandings)
    .where(eq(personStandings.year, year))
    .limit(1);
  return rows.length > 0;
}

async function makeAllStale(tx: Tx): Promise<void> {
  await tx
    .insert(staleUnits)
    .select(
      tx
        .select({ unitId: orgUnits.id, afterPersonId: sql<string>`''`.as('after_person_id') })
        .from(orgUnits)
        .where(isNull(orgUnits.parentId)),
    )
    .onConflictDoUpdate({ target: staleUnits.unitId, set: { afterPersonId: '' } });
}
