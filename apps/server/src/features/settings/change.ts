// An administrator sets a value for a unit and everything below it, or takes it away again.
import { schema, type Tx } from '@xueshi/database';
import {
  isForInstallation,
  isLaxer,
  isOnlyStricter,
  problemOfSetting,
  type UnitSetting,
} from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { forgetUnusedEmblems, keepEmblem, readEmblem } from './emblem.ts';
import { refuseShorterThanServers } from './heartbeat-days.ts';
import { inForceOf, valuesOnTheWay } from './in-force.ts';

const { unitSettings } = schema;

interface Change {
  readonly unit: OrgUnit;
  readonly setting: UnitSetting;
  /** null takes the unit's own value away. */
  readonly value: string | null;
  /** When the value that was seen was set. */
  readonly seen: string | null;
}

async function save(tx: Tx, actor: Actor, now: Date, change: Change): Promise<void> {
  const { unit, setting, value, seen } = change;
  const values = await valuesOnTheWay(tx, unit.path);
  const own = values.find((one) => one.setting === setting && one.unit.id === unit.id);
  if ((own?.setAt.toISOString() ?? null) !== seen) throw new Refused('setting-changed-elsewhere');
  if (own?.value === value) return;
  const above = inForceOf(
    values.filter((one) => one !== own),
    setting,
    unit.path,
  );
  if (value !== null && above && isOnlyStricter(setting) && isLaxer(setting, value, above.value))
    throw new Refused('setting-laxer-than-above', { unit: above.unit.name });
  const place = and(eq(unitSettings.orgUnitId, unit.id), eq(unitSettings.setting, setting));
  if (value === null) await tx.delete(unitSettings).where(place);
  else {
    const written = { value, setBy: actor.personId, setAt: now };
    await tx
      .insert(unitSettings)
      .values({ orgUnitId: unit.id, setting, ...written })
      .onConflictDoUpdate({
        target: [unitSettings.orgUnitId, unitSettings.setting],
        set: written,
      });
  }
  if (setting === 'emblem') await forgetUnusedEmblems(tx);
  await recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action: 'unit-setting-changed',
    subject: `org-unit:${unit.id}`,
    detail: { setting, before: own?.value ?? null, after: value },
    address: actor.address,
  });
}

interface Wish {
  readonly setting: UnitSetting;
  readonly value: string | null;
  readonly seen: string | null;
}

export async function setUnitSetting(
  { db, write, clock, config }: Platform,
  actor: Actor,
  unitId: string,
  wish: Wish,
): Promise<void> {
  const unit = await administeredUnit(db, actor, unitId);
  const value = wish.value?.trim() ?? null;
  // A picture is sent, and not named.
  const problem =
    value === null
      ? null
      : wish.setting === 'emblem'
        ? 'setting-unfit'
        : problemOfSetting(wish.setting, value);
  if (problem) throw new Refused(problem, { setting: wish.setting });
  if (isForInstallation(wish.setting) && unit.parentId !== null)
    throw new Refused('setting-for-the-top');
  refuseShorterThanServers(wish.setting, value, config);
  await write((tx) => save(tx, actor, clock.now(), { ...wish, unit, value }));
}

/** Takes a picture and makes it the unit's emblem, in one. */
export async function setEmblem(
  { db, write, clock }: Platform,
  actor: Actor,
  unitId: string,
  sent: { readonly content: Readable; readonly seen: string | null },
): Promise<void> {
  const unit = await administeredUnit(db, actor, unitId);
  const emblem = await readEmblem(sent.content);
  const now = clock.now();
  await write(async (tx) => {
    await keepEmblem(tx, emblem, now);
    await save(tx, actor, now, { unit, setting: 'emblem', value: emblem.hash, seen: sent.seen });
  });
}
