import type { UnitSettingView } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatMonthDay } from '#lib/format.ts';

type Setting = UnitSettingView['setting'];

const TEXTS: Readonly<Record<Setting, { name: () => string; text: () => string }>> = {
  'platform-name': { name: m.settings_platform_name, text: m.settings_platform_name_text },
  emblem: { name: m.settings_emblem, text: m.settings_emblem_text },
  contact: { name: m.settings_contact, text: m.settings_contact_text },
  presence: { name: m.settings_presence, text: m.settings_presence_text },
  'closing-day': { name: m.settings_closing_day, text: m.settings_closing_day_text },
  'adjustment-approval': {
    name: m.settings_adjustment_approval,
    text: m.settings_adjustment_approval_text,
  },
  'heartbeat-days': { name: m.settings_heartbeat_days, text: m.settings_heartbeat_days_text },
};

export const settingName = (setting: Setting) => TEXTS[setting].name();
export const settingText = (setting: Setting) => TEXTS[setting].text();

const RHYTHMS: Readonly<Record<string, () => string>> = {
  off: m.settings_presence_off,
  seldom: m.settings_presence_seldom,
  usual: m.settings_presence_usual,
  often: m.settings_presence_often,
};

export const rhythmOptions = () =>
  Object.entries(RHYTHMS).map(([value, label]) => ({ value, label: label() }));

const APPROVALS: Readonly<Record<string, () => string>> = {
  'one-person': m.settings_adjustment_one,
  'two-people': m.settings_adjustment_two,
};

export const approvalOptions = () =>
  Object.entries(APPROVALS).map(([value, label]) => ({ value, label: label() }));

/** What holds where nobody has set anything. */
const DEFAULTS: Readonly<Record<Setting, () => string>> = {
  'platform-name': m.settings_default_name,
  emblem: m.settings_default_emblem,
  contact: m.settings_none,
  presence: m.settings_presence_usual,
  'closing-day': m.settings_none,
  'adjustment-approval': m.settings_adjustment_one,
  'heartbeat-days': m.settings_none,
};

/** A value in words; an emblem is shown as the picture, so it has none. */
export function valueText(setting: Setting, value: string | null): string {
  if (value === null) return DEFAULTS[setting]();
  if (setting === 'presence') return RHYTHMS[value]?.() ?? value;
  if (setting === 'adjustment-approval') return APPROVALS[value]?.() ?? value;
  if (setting === 'closing-day')
    return m.settings_closing_day_value({ date: formatMonthDay(value) });
  if (setting === 'heartbeat-days')
    return value === '0'
      ? m.settings_heartbeat_days_for_ever()
      : m.settings_heartbeat_days_value({ days: value });
  return value;
}

export function fromText(setting: Setting, { from }: UnitSettingView['inForce']): string {
  if (from) return m.settings_from({ unit: from.name });
  return setting === 'heartbeat-days' ? m.settings_from_server() : m.settings_from_default();
}
