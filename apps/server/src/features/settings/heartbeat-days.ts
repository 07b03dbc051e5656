// For how long single reports of players are kept: one figure for the whole installation.
import { schema, type Reader } from '@xueshi/database';
import { daysKept, isKeptShorter, type UnitSetting } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';

const { orgUnits, unitSettings } = schema;
const SETTING: UnitSetting = 'heartbeat-days';

/** Days; 0: for ever. What was set at a unit that went below another since counts no more. */
export async function heartbeatDaysKept(
  db: Reader,
  { keepHeartbeatDays }: Platform['config'],
): Promise<number> {
  const rows = await db
    .select({ value: unitSettings.value })
    .from(unitSettings)
    .innerJoin(orgUnits, eq(orgUnits.id, unitSettings.orgUnitId))
    .where(and(eq(unitSettings.setting, SETTING), isNull(orgUnits.parentId)));
  return daysKept(
    rows.map(({ value }) => Number(value)),
    keepHeartbeatDays,
  );
}

/** Whoever runs the server has promised room and evidence for so long: nobody makes it shorter. */
export function refuseShorterThanServers(
  setting: UnitSetting,
  value: string | null,
  { keepHeartbeatDays: days }: Platform['config'],
): void {
  if (setting !== SETTING || value === null) return;
  if (isKeptShorter(Number(value), days))
    throw new Refused(days === 0 ? 'setting-for-ever' : 'setting-shorter-than-server', { days });
}
