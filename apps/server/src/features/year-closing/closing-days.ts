// Once a day: whoever administers a unit that has set a closing day hears of it before, and when it is there.
import { schema, type Tx } from '@xueshi/database';
import { closesOn, nearnessOfClosing, nextTimeOfDay } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { enqueueJob, type JobHandler } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import type { OrgUnit } from '../../platform/authorisation.ts';
import { nearestAdministrators } from '../authority/service.ts';
import { notifyMany } from '../notices/service.ts';
import { settingsAt } from '../settings/service.ts';

const { orgUnits, unitSettings, yearClosings } = schema;

export const TELL_CLOSING_DAYS = 'tell-closing-days';

const TEN_PAST_NINE_MS = 9 * 3_600_000 + 10 * 60_000;

/** The round of the next morning that is still to come; once, however often it is asked. */
export async function closingsNextMorning(tx: Tx, now: Date): Promise<void> {
  const { day, at } = nextTimeOfDay(now, TEN_PAST_NINE_MS);
  await enqueueJob(tx, {
    name: TELL_CLOSING_DAYS,
    uniqueKey: `${TELL_CLOSING_DAYS}:${day}`,
    payload: { day },
    now: at,
  });
}

async function tell(platform: Platform, unit: OrgUnit, today: string): Promise<void> {
  const { db, write, clock } = platform;
  const year = Number(today.slice(0, 4)) - 1;
  // What is set above may be earlier, and holds then.
  const { 'closing-day': closingDay } = await settingsAt(platform, unit.path);
  const day = closesOn(closingDay, year);
  const nearness = day && nearnessOfClosing(day, today);
  if (!day || !nearness) return;
  const same = and(eq(yearClosings.orgUnitId, unit.id), eq(yearClosings.year, year));
  if ((await db.$count(yearClosings, same)) > 0) return;
  const now = clock.now();
  await write(async (tx) => {
    const told = await nearestAdministrators(tx, unit.id, now);
    await notifyMany(
      tx,
      told.map((personId) => ({
        personId,
        kind: nearness === 'due' ? ('year-closing-due' as const) : ('year-closing-soon' as const),
        // Told once, though the round comes every day.
        occasion: `${unit.id} ${day}`,
        params: { title: unit.name, year, date: day },
        link: `/admin/units/${unit.id}/closing`,
        now,
      })),
    );
  });
}

export const tellClosingDaysHandler: JobHandler = async (platform, payload, { signal }) => {
  const { day } = payload as { day: string };
  await platform.write((tx) => closingsNextMorning(tx, platform.clock.now()));
  const rows = await platform.db
    .select({ unit: orgUnits })
    .from(unitSettings)
    .innerJoin(orgUnits, eq(orgUnits.id, unitSettings.orgUnitId))
    .where(and(eq(unitSettings.setting, 'closing-day'), isNull(orgUnits.closedAt)));
  for (const { unit } of rows) {
    if (signal.aborted) throw new Error('stopped');
    await tell(platform, unit, day);
  }
};
