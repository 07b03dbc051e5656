import type { UnitPeriod } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formLabel, kindLabel, levelLabel, managementLabel } from '#lib/features/admin/labels.ts';

interface Change {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What of a unit its history tells, in words. */
const FIELDS: readonly { label: () => string; text: (period: UnitPeriod) => string | null }[] = [
  { label: m.admin_unit_name, text: ({ name }) => name },
  { label: m.tree_parent, text: ({ parentName }) => parentName },
  { label: m.admin_unit_level, text: ({ level }) => levelLabel(level) },
  { label: m.admin_unit_kind, text: ({ kind }) => kindLabel(kind) },
  { label: m.admin_unit_form, text: ({ form }) => form && formLabel(form) },
  { label: m.admin_unit_code, text: ({ code }) => code },
  { label: m.admin_unit_region_code, text: ({ regionCode }) => regionCode },
  { label: m.admin_unit_management, text: (period) => managementLabel(period.managementMode) },
  { label: m.admin_unit_principal, text: ({ principalName }) => principalName },
  { label: m.admin_unit_place_fact, text: ({ placeName }) => placeName },
  { label: m.tree_state, text: ({ open }) => (open ? m.tree_open() : m.tree_closed()) },
  { label: m.tree_merged_where, text: ({ mergedIntoName }) => mergedIntoName },
];

/** What differs from the period before; nothing where there is none. */
export function changesBetween(before: UnitPeriod | undefined, after: UnitPeriod): Change[] {
  if (!before) return [];
  return FIELDS.flatMap(({ label, text }) => {
    const [was, is] = [text(before), text(after)];
    return was === is ? [] : [{ label: label(), before: was ?? '—', after: is ?? '—' }];
  });
}
