// Which settings hold at a unit. Asked for with every page and every playback, so remembered.
import { schema, type Reader } from '@xueshi/database';
import { UNIT_SETTINGS, valueInForce, type UnitSetting } from '@xueshi/domain';
import { eq, inArray } from 'drizzle-orm';
import { rememberBy, type RemembersBy } from '../../platform/remembered.ts';
import type { OrgUnit } from '../../platform/authorisation.ts';

const { orgUnits, people, unitSettings } = schema;

const MOST_REMEMBERED = 20_000;

export interface UnitValue {
  readonly orgPath: string;
  readonly value: string;
  readonly setting: UnitSetting;
  readonly unit: OrgUnit;
  readonly setAt: Date;
  readonly setBy: string | null;
}

const isSetting = (name: string): name is UnitSetting =>
  UNIT_SETTINGS.some((setting) => setting === name);

/** All that is set at a unit and at those above it. */
export async function valuesOnTheWay(db: Reader, orgPath: string): Promise<UnitValue[]> {
  const ids = orgPath.split('/').filter(Boolean);
  const rows = await db
    .select({ row: unitSettings, unit: orgUnits, setBy: people.name })
    .from(unitSettings)
    .innerJoin(orgUnits, eq(orgUnits.id, unitSettings.orgUnitId))
    .leftJoin(people, eq(people.id, unitSettings.setBy))
    .where(inArray(unitSettings.orgUnitId, ids));
  return rows.flatMap(({ row: { setting, value, setAt }, unit, setBy }) =>
    isSetting(setting) ? [{ orgPath: unit.path, value, setting, unit, setAt, setBy }] : [],
  );
}

export const inForceOf = (values: readonly UnitValue[], setting: UnitSetting, orgPath: string) =>
  valueInForce(
    setting,
    values.filter((one) => one.setting === setting),
    orgPath,
  );

export type SettingsInForce = Readonly<Record<UnitSetting, string | null>>;

async function readInForce(db: Reader, orgPath: string): Promise<SettingsInForce> {
  const values = await valuesOnTheWay(db, orgPath);
  const found = UNIT_SETTINGS.map((setting) => [
    setting,
    inForceOf(values, setting, orgPath)?.value ?? null,
  ]);
  return Object.fromEntries(found) as SettingsInForce;
}

/** Forgotten when a setting or the tree changes: triggers move the counter. */
const memory = rememberBy<SettingsInForce>('authority', MOST_REMEMBERED);

const NOWHERE = Object.fromEntries(
  UNIT_SETTINGS.map((setting) => [setting, null]),
) as SettingsInForce;

/** What holds for whoever belongs to the unit at this path; null: belongs to none. */
export async function settingsAt(
  platform: RemembersBy,
  orgPath: string | null,
): Promise<SettingsInForce> {
  if (orgPath === null) return NOWHERE;
  return memory(platform)(orgPath, () => readInForce(platform.db, orgPath));
}
