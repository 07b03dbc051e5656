import { schema, type Tx } from '@xueshi/database';
import { trainingDayOf, trainingDayStart, trainingYearOf } from '@xueshi/domain';
import { eq, sql } from 'drizzle-orm';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import { passDay } from './settle.ts';

const { orgUnits, personStandings, staleUnits } = schema;

export const PASS_DAY = 'pass-day';

const DAY_MS = 86_400_000;
const PEOPLE_A_TURN = 500;

/** Enqueues what a new day changes: today's at once, and tomorrow's for the stroke of midnight. */
export async function passDays(tx: Tx, now: Date): Promise<void> {
  const today = trainingDayStart(now);
  const tomorrow = trainingDayStart(new Date(today.getTime() + 1.5 * DAY_MS));
  for (const day of [today, tomorrow]) {
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
    const [begun] = await tx
      .select({ one: sql`1` })
      .from(personStandings)
      .where(eq(personStandings.year, trainingYearOf(now)))
      .limit(1);
    if (!begun) {
      await tx
        .insert(staleUnits)
        .select(
          tx
            .select({ unitId: orgUnits.id, afterPersonId: sql<string>`''`.as('after_person_id') })
            .from(orgUnits)
            .where(sql`${orgUnits.parentId} IS NULL`),
        )
        .onConflictDoNothing();
    }
    await passDays(tx, now);
  });
};
