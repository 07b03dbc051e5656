import type { UnitSettingView } from '@xueshi/contracts';
import {
  isForInstallation,
  isKeptShorter,
  isOnlyStricter,
  UNIT_SETTINGS,
  type UnitSetting,
} from '@xueshi/domain';
import { administeredUnit, administers, mayUse } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { emblemUrl } from './identity.ts';
import { inForceOf, valuesOnTheWay, type UnitValue } from './in-force.ts';
import { serverSettings } from './server-settings.ts';

/** An emblem is shown as the picture, and everything else as it is. */
const shown = (setting: UnitSetting, value: string) =>
  setting === 'emblem' ? emblemUrl(value) : value;

const standing = (found: UnitValue | null): UnitSettingView['inForce'] =>
  found
    ? { value: shown(found.setting, found.value), from: refOf(found.unit) }
    : { value: null, from: null };

/** What the server says where nothing longer is set. */
const serversOwn = ({ keepHeartbeatDays }: Platform['config'], setting: UnitSetting) =>
  setting === 'heartbeat-days' ? String(keepHeartbeatDays) : null;

function standingBeside(found: UnitValue | null, server: string | null) {
  if (server === null) return standing(found);
  const holds = found && !isKeptShorter(Number(found.value), Number(server));
  return holds ? standing(found) : { value: server, from: null };
}

/** What is set for a unit, where each value comes from, and what would hold without its own. */
export async function readUnitSettings(platform: Platform, actor: Actor, unitId: string) {
  const { db, config } = platform;
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const values = await valuesOnTheWay(db, unit.path);
  const viewOf = (setting: UnitSetting): UnitSettingView => {
    const own = values.find((one) => one.setting === setting && one.unit.id === unit.id);
    const others = values.filter((one) => one !== own);
    const server = serversOwn(config, setting);
    return {
      setting,
      inForce: standingBeside(inForceOf(values, setting, unit.path), server),
      above: standingBeside(inForceOf(others, setting, unit.path), server),
      own: own
        ? { value: shown(setting, own.value), setAt: own.setAt.toISOString(), setBy: own.setBy }
        : null,
      onlyStricter: isOnlyStricter(setting),
    };
  };
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    items: UNIT_SETTINGS.filter(
      (setting) => unit.parentId === null || !isForInstallation(setting),
    ).map(viewOf),
    maySet: administers(actor, unit.path),
    server: mayUse('sys_admin', actor) ? serverSettings(config) : null,
  };
}
