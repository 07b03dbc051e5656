import type { OrgUnitRef, PersonRow, Tally, UnitDetail } from '@xueshi/contracts';
import { UNIT_FORMS, UNIT_LEVELS, type UnitForm } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { labelOf } from '#lib/labels.ts';
import type { IconName } from '#lib/ui/Icon.svelte';

type State = PersonRow['state'];
type Level = OrgUnitRef['level'];
type Kind = OrgUnitRef['kind'];
type Management = UnitDetail['managementMode'];

interface StateLook {
  state: State;
  label: string;
  icon: IconName;
  tone: 'good' | 'accent' | 'warn' | 'bad' | 'quiet';
  count: (tally: Tally) => number;
}

/** From the best standing to what needs somebody's attention; each has words and a sign. */
export const standings = (): StateLook[] => [
  {
    state: 'met',
    label: m.admin_state_met(),
    icon: 'circle-check',
    tone: 'good',
    count: (t) => t.met,
  },
  {
    state: 'on_course',
    label: m.admin_state_on_course(),
    icon: 'circle-half',
    tone: 'accent',
    count: (t) => t.onCourse,
  },
  {
    state: 'behind',
    label: m.admin_state_behind(),
    icon: 'clock',
    tone: 'warn',
    count: (t) => t.behind,
  },
  {
    state: 'nothing_yet',
    label: m.admin_state_nothing_yet(),
    icon: 'circle',
    tone: 'bad',
    count: (t) => t.nothingYet,
  },
  {
    state: 'without_category',
    label: m.admin_state_without_category(),
    icon: 'alert',
    tone: 'quiet',
    count: (t) => t.withoutCategory,
  },
  {
    state: 'exempt',
    label: m.admin_state_exempt(),
    icon: 'circle',
    tone: 'quiet',
    count: (t) => t.exempt,
  },
];

/** The orders of a list of people; the first where none is named. */
const orders = [
  { value: 'name', sort: 'name', descending: false, label: m.admin_order_name },
  { value: 'least', sort: 'share', descending: false, label: m.admin_order_least },
  { value: 'most', sort: 'share', descending: true, label: m.admin_order_most },
  { value: 'hours', sort: 'hours', descending: true, label: m.admin_order_hours },
  { value: 'days', sort: 'days', descending: true, label: m.admin_order_days },
] as const;

export const listOrders = () => orders.map(({ value, label }) => ({ value, label: label() }));
export const orderOf = (text: string | null) =>
  orders.find(({ value }) => value === text) ?? orders[0];

export const isStanding = (text: string | null): text is State =>
  standings().some(({ state }) => state === text);

const levels = {
  central: m.admin_level_central,
  province: m.admin_level_province,
  prefecture: m.admin_level_prefecture,
  county: m.admin_level_county,
  township: m.admin_level_township,
  village: m.admin_level_village,
} satisfies Record<Level, () => string>;

const kinds = {
  region: m.admin_kind_region,
  department: m.admin_kind_department,
  institution: m.admin_kind_institution,
  enterprise: m.admin_kind_enterprise,
  collective: m.admin_kind_collective,
  private: m.admin_kind_private,
  social: m.admin_kind_social,
  school: m.admin_kind_school,
  village: m.admin_kind_village,
} satisfies Record<Kind, () => string>;

export const levelLabel = (level: Level) => labelOf(levels, level);
export const kindLabel = (kind: Kind) => labelOf(kinds, kind);
export const isLevel = (text: string): text is Level => text in levels;
export const isUnitKind = (text: string): text is Kind => text in kinds;

/** The levels a unit below one of this level may have: its own and those beneath. */
export function levelOptionsBelow(parent: Level) {
  const all = Object.entries(levels).map(([value, label]) => ({ value, label: label() }));
  return all.slice(
    Math.max(
      0,
      all.findIndex(({ value }) => value === parent),
    ),
  );
}

export const unitKindOptions = () =>
  Object.entries(kinds).map(([value, label]) => ({ value, label: label() }));

const forms = {
  province: m.admin_form_province,
  autonomous_region: m.admin_form_autonomous_region,
  municipality: m.admin_form_municipality,
  special_region: m.admin_form_special_region,
  prefecture_city: m.admin_form_prefecture_city,
  prefecture: m.admin_form_prefecture,
  autonomous_prefecture: m.admin_form_autonomous_prefecture,
  league: m.admin_form_league,
  county: m.admin_form_county,
  county_city: m.admin_form_county_city,
  district: m.admin_form_district,
  autonomous_county: m.admin_form_autonomous_county,
  banner: m.admin_form_banner,
  autonomous_banner: m.admin_form_autonomous_banner,
  special_district: m.admin_form_special_district,
  forestry_district: m.admin_form_forestry_district,
  town: m.admin_form_town,
  township: m.admin_form_township,
  ethnic_township: m.admin_form_ethnic_township,
  sub_district: m.admin_form_sub_district,
  sumu: m.admin_form_sumu,
  ethnic_sumu: m.admin_form_ethnic_sumu,
  village: m.admin_form_village,
  community: m.admin_form_community,
  gacha: m.admin_form_gacha,
} satisfies Record<UnitForm, () => string>;

export const formLabel = (form: string) => labelOf(forms, form);
export const isForm = (text: string): text is UnitForm => text in forms;

/** None, and each form with the level that it belongs to: the level may be changed beside it. */
export const formOptions = () => [
  { value: '', label: m.admin_unit_form_none() },
  ...UNIT_LEVELS.flatMap((level) =>
    UNIT_FORMS[level].map((value) => ({
      value,
      label: `${levelLabel(level)} · ${formLabel(value)}`,
    })),
  ),
];

const managements = {
  territorial: m.admin_management_territorial,
  vertical: m.admin_management_vertical,
  dual: m.admin_management_dual,
} satisfies Record<Management, () => string>;

export const managementLabel = (mode: Management) => labelOf(managements, mode);
export const isManagement = (text: string): text is Management => text in managements;
export const managementOptions = () =>
  Object.entries(managements).map(([value, label]) => ({ value, label: label() }));
