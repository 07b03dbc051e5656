import type { AuditExport, AuditField, AuditRow } from '@xueshi/contracts';
import { AUDIT_ACTIONS, AUDIT_GROUPS, type AuditAction, type AuditGroup } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import {
  AUDIT_ACTION_WORDS,
  AUDIT_FIELD_WORDS,
  AUDIT_GROUP_WORDS,
  AUDIT_SUBJECT_WORDS,
} from '@xueshi/messages/audit';
import { categoryLabel, isKnownCategory } from '#lib/features/accounts/labels.ts';
import { roleLabel } from '#lib/features/authority/role-label.ts';
import { groupLabel } from '#lib/features/people/key-groups.ts';
import { levelLabel, politicalLabel, rankLabel, statusLabel } from '#lib/features/people/labels.ts';
import { listed } from '#lib/features/programmes/audience.ts';
import { formatDateTime } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

const states = {
  waiting: m.audit_export_state_waiting,
  running: m.audit_export_state_running,
  ready: m.audit_export_state_ready,
  failed: m.audit_export_state_failed,
  forgotten: m.audit_export_state_forgotten,
} satisfies Record<AuditExport['state'], () => string>;

export const actionLabel = (action: AuditAction) => labelOf(AUDIT_ACTION_WORDS, action);
export const auditGroupLabel = (group: AuditGroup) => labelOf(AUDIT_GROUP_WORDS, group);
export const fieldLabel = (name: string) => labelOf(AUDIT_FIELD_WORDS, name);
export const exportStateLabel = (state: AuditExport['state']) => labelOf(states, state);
export const isBeingMade = ({ state }: Pick<AuditExport, 'state'>) =>
  state === 'waiting' || state === 'running';

/** What a file was narrowed to, in short. */
export const filterText = ({
  group,
  action,
  address,
  who,
  whom,
  from,
  until,
  person,
  unit,
}: AuditExport['filter']) =>
  [
    group && auditGroupLabel(group),
    action && actionLabel(action),
    address,
    who,
    whom,
    from || until ? `${from ?? ''} – ${until ?? ''}` : '',
  ]
    .filter(Boolean)
    .join(' · ') || (person || unit ? '' : m.audit_group_all());

export const auditGroupOptions = () => [
  { value: '', label: m.audit_group_all() },
  ...AUDIT_GROUPS.map((group) => ({ value: group, label: auditGroupLabel(group) })),
];

/** Every action, beneath its group. */
export const auditActionOptions = () => [
  { value: '', label: m.audit_action_all() },
  ...AUDIT_GROUPS.flatMap((group) =>
    AUDIT_ACTIONS[group].map((action) => ({
      value: action,
      label: `${auditGroupLabel(group)} · ${actionLabel(action)}`,
    })),
  ),
];

/** Who did it: a person by name; without one the calendar, or somebody who was not signed in. */
export const actorLabel = ({ actor, action }: AuditRow) =>
  actor?.name || (action === 'sign-in-refused' ? m.audit_somebody() : m.audit_system());

export function subjectLabel({ subject }: AuditRow): string {
  if (subject.kind === null) return m.audit_unknown();
  return subject.name ?? labelOf(AUDIT_SUBJECT_WORDS, subject.kind);
}

/** Where what was dealt with can be seen; null where there is no page of it. */
export function subjectHref({ subject }: AuditRow): string | null {
  if (subject.id === null) return null;
  if (subject.kind === 'person') return `/admin/people/${subject.id}`;
  return subject.kind === 'org-unit' ? `/admin/units/${subject.id}` : null;
}

/** To the second, in China’s time: what happens within a minute has an order. */
const exact = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
export const exactTime = (instant: string) => exact.format(new Date(instant));

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Codes that the handbook has words for; what is not known stays as it was written down. */
const codes: Readonly<Record<string, (code: never) => string>> = {
  role: roleLabel,
  group: groupLabel,
  politicalStatus: politicalLabel,
  positionLevel: levelLabel,
  rank: rankLabel,
};

/** Several codes stand in a value one after another. */
const categoriesLabel = (value: string) => listed(value.split(', ').map(categoryLabel));

/** A value as people say it. */
export function valueLabel({ name }: Pick<AuditField, 'name'>, value: string | null): string {
  if (value === null) return m.audit_event_none();
  if (value === 'true') return m.audit_yes();
  if (value === 'false') return m.audit_no();
  if (INSTANT.test(value)) return formatDateTime(value);
  if (isKnownCategory(value)) return categoryLabel(value);
  if (name === 'categories') return categoriesLabel(value);
  const word = codes[name];
  return word ? word(value as never) : value;
}

/** The change of a single value is named after its deed. */
export function valueOfDeed(action: AuditAction, value: string | null): string {
  if (value !== null && action === 'person-status-set') return statusLabel(value as never);
  return valueLabel({ name: 'value' }, value);
}
