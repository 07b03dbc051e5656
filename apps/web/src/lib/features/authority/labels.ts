import type { HolderPlace, RoleCandidate, RoleHolder } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatDate } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';
import { roleLabel } from './role-label.ts';

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
  unsettled: m.authority_unsettled,
} satisfies Record<HolderPlace, () => string>;

export const isPlace = (text: string | null): text is HolderPlace =>
  text !== null && text in places;

/** The tab of what waits for a decision is there while something does, or while it is looked at. */
export const placeTabs = (base: string, current: HolderPlace, unsettledCount: number) =>
  Object.entries(places)
    .filter(([place]) => place !== 'unsettled' || unsettledCount > 0 || current === place)
    .map(([place, label]) => ({
      href: place === 'here' ? base : `${base}?place=${place}`,
      label: label(),
      current: place === current,
    }));

const unsettled = {
  left_unit: m.authority_left_unit,
  not_counted: m.authority_not_counted,
} satisfies Record<NonNullable<RoleHolder['unsettled']>, () => string>;

export const unsettledLabel = (why: NonNullable<RoleHolder['unsettled']>) => unsettled[why]();

/** What tells two people of one name apart. */
export const candidateDetails = ({ unitName, post, code, hasAccount }: RoleCandidate): string =>
  [
    unitName,
    post,
    code && m.authority_code({ code }),
    hasAccount ? null : m.authority_search_no_account(),
  ]
    .filter(Boolean)
    .join(' · ');

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
