import type { HolderPlace, RoleHolder } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { roleLabel } from '#lib/features/accounts/labels.ts';
import { formatDate } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

const duties = {
  read: m.authority_duty_read,
  remind: m.authority_duty_remind,
  keep_roster: m.authority_duty_keep_roster,
  run_training: m.authority_duty_run_training,
  administer: m.authority_duty_administer,
  read_audit: m.authority_duty_read_audit,
} satisfies Record<RoleHolder['duties'][number], () => string>;

const places = {
  here: m.authority_here,
  above: m.authority_above,
  below: m.authority_below,
} satisfies Record<HolderPlace, () => string>;

export const isPlace = (text: string | null): text is HolderPlace =>
  text !== null && text in places;

export const placeTabs = (base: string, current: HolderPlace) =>
  Object.entries(places).map(([place, label]) => ({
    href: place === 'here' ? base : `${base}?place=${place}`,
    label: label(),
    current: place === current,
  }));

export const dutyLabels = (holder: RoleHolder): string[] =>
  holder.duties.length > 0
    ? holder.duties.map((duty) => labelOf(duties, duty))
    : [m.authority_duty_none()];

export const placeLabel = ({ at }: RoleHolder): string => at?.name ?? m.authority_everywhere();

export const roleAtLabel = (holder: RoleHolder): string =>
  m.authority_own_at({ role: roleLabel(holder.role), unit: placeLabel(holder) });

/** The last instant of a period is the first moment after its last day. */
const lastDay = (endsAt: string) => formatDate(new Date(Date.parse(endsAt) - 1).toISOString());

export function periodLabel({ startsAt, endsAt, grantedAt }: RoleHolder): string {
  const from = formatDate(startsAt ?? grantedAt);
  return endsAt === null
    ? m.authority_period_open({ from })
    : m.authority_period({ from, until: lastDay(endsAt) });
}

export function grantedLabel({ grantedBy, grantedAt }: RoleHolder): string {
  const date = formatDate(grantedAt);
  return grantedBy === null
    ? m.authority_granted_setup({ date })
    : m.authority_granted_by({ name: grantedBy, date });
}
