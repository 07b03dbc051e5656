// What a unit sets for itself and everything below it, beside the hour policy (issue: settings by
// subtree). Every value is text; what is no sound value never gets in.
import { isWithin } from '../authority/org-path.ts';
import { ADJUSTMENT_APPROVALS } from '../requirement/adjustment-approval.ts';
import { PRESENCE_RHYTHMS } from './presence-rhythm.ts';

export const UNIT_SETTINGS = [
  /** What the platform is called for the people of the unit, 2 to 20 characters. */
  'platform-name',
  /** The picture beside the name: the SHA-256 of its bytes. */
  'emblem',
  /** Whom to ask, in one line of at most 80 characters. */
  'contact',
  /** How often learners are asked whether they are there. */
  'presence',
  /** The day of the following year on which a year is closed, MM-DD, at the latest 30 June. */
  'closing-day',
  /** How many people a personal adjustment of a requirement takes. */
  'adjustment-approval',
  /** For how many days single reports of players are kept, 7 … 9999; 0: for ever. */
  'heartbeat-days',
] as const;
export type UnitSetting = (typeof UNIT_SETTINGS)[number];

/** Whether one value holds in the whole installation, so that units at the top alone set it. */
export const isForInstallation = (setting: UnitSetting): boolean => setting === 'heartbeat-days';

/** A value as it stands at a unit. */
export interface SetValue {
  readonly orgPath: string;
  readonly value: string;
}

export type SettingProblem = 'setting-unfit' | 'setting-too-long';

const LONGEST = { 'platform-name': 20, contact: 80 } as const;
const CLOSING_DAY =
  /^(?:0[135]-(?:0[1-9]|[12]\d|3[01])|02-(?:0[1-9]|1\d|2[0-8])|0[46]-(?:0[1-9]|[12]\d|30))$/;
const HEARTBEAT_DAYS = /^(?:0|[7-9]|[1-9]\d{1,3})$/;

const lengthOf = (value: string) => [...value].length;

/** What is wrong with a value that somebody gives; null where it is sound. */
export function problemOfSetting(setting: UnitSetting, value: string): SettingProblem | null {
  const isSound = (sound: boolean) => (sound ? null : 'setting-unfit');
  switch (setting) {
    case 'platform-name':
    case 'contact':
      if (lengthOf(value) > LONGEST[setting]) return 'setting-too-long';
      return isSound(lengthOf(value) >= 2 && !/[\p{Cc}\p{Co}]/u.test(value));
    case 'emblem':
      return isSound(/^[0-9a-f]{64}$/.test(value));
    case 'presence':
      return isSound(PRESENCE_RHYTHMS.some((rhythm) => rhythm === value));
    case 'closing-day':
      return isSound(CLOSING_DAY.test(value));
    case 'adjustment-approval':
      return isSound(ADJUSTMENT_APPROVALS.some((approval) => approval === value));
    case 'heartbeat-days':
      return isSound(HEARTBEAT_DAYS.test(value));
  }
}

/** How strict a value is, where one may be stricter than another; null: none is. */
function strictnessOf(setting: UnitSetting, value: string): number | null {
  if (setting === 'presence') return PRESENCE_RHYTHMS.findIndex((rhythm) => rhythm === value);
  if (setting === 'adjustment-approval')
    return ADJUSTMENT_APPROVALS.findIndex((approval) => approval === value);
  // The earlier a year is closed, the stricter.
  if (setting === 'closing-day') return -Number(value.replace('-', ''));
  return null;
}

/** Whether units below may only set this more strictly. Source: DESIGN decision 3. */
export const isOnlyStricter = (setting: UnitSetting): boolean =>
  setting === 'presence' || setting === 'closing-day' || setting === 'adjustment-approval';

/** Whether `value` asks less than `than`: a unit below may not set it. */
export function isLaxer(setting: UnitSetting, value: string, than: string): boolean {
  const [own, above] = [strictnessOf(setting, value), strictnessOf(setting, than)];
  return own !== null && above !== null && own < above;
}

/**
 * The value that holds at a unit: the one set nearest above it; of those that may only get stricter
 * the strictest on the way, and of equals the highest, so that what was set above and is met below
 * is shown as coming from above. null where none is set. Values of other branches are passed over.
 */
export function valueInForce<Value extends SetValue>(
  setting: UnitSetting,
  values: readonly Value[],
  orgPath: string,
): Value | null {
  const onTheWay = values
    .filter((one) => isWithin(orgPath, one.orgPath))
    .sort((a, b) => a.orgPath.length - b.orgPath.length);
  if (!isOnlyStricter(setting)) return onTheWay.at(-1) ?? null;
  return onTheWay.reduce<Value | null>(
    (strictest, one) =>
      strictest && !isLaxer(setting, strictest.value, one.value) ? strictest : one,
    null,
  );
}
