// What was written down of an event, field by field: before and after where something changed.
import type { AuditField } from '@xueshi/contracts';
import type { NamesById } from './names.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text: a name instead of an id that has one; lists and records as they are stored. */
function shown(value: unknown, names: NamesById): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((one) => !isRecord(one) && !Array.isArray(one)))
    return value.map((one) => shown(one, names) ?? '').join(', ') || null;
  return JSON.stringify(value);
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** before and after, each a record or a single value, as one field for each thing that differs. */
function changes(before: unknown, after: unknown, names: NamesById): AuditField[] {
  if (!isRecord(before) && !isRecord(after)) {
    const [from, to] = [shown(before, names), shown(after, names)];
    return [{ name: 'value', before: from, after: to, isChange: true }];
  }
  const [from, to] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((name) => ({
      name,
      before: shown(from[name], names),
      after: shown(to[name], names),
      isChange: true,
    }))
    .filter((field) => field.before !== field.after);
}

/** Every id-like text in a detail, to look its name up. */
export function idsInDetail(detail: unknown): string[] {
  if (typeof detail === 'string') return /^[A-Za-z0-9_-]{22}$/.test(detail) ? [detail] : [];
  if (Array.isArray(detail)) return detail.flatMap(idsInDetail);
  return isRecord(detail) ? Object.values(detail).flatMap(idsInDetail) : [];
}

/** The fields of an event; what is empty is left out. */
export function fieldsOfDetail(detail: unknown, names: NamesById): AuditField[] {
  if (!isRecord(detail)) return [];
  const { before, after, ...rest } = detail;
  const changed = 'before' in detail || 'after' in detail ? changes(before, after, names) : [];
  const said = Object.entries(rest)
    .filter(([, value]) => !isEmpty(value))
    .flatMap(([name, value]): AuditField[] =>
      isRecord(value)
        ? Object.entries(value)
            .filter(([, part]) => !isEmpty(part))
            .map(([part, one]) => field(part, one, names))
        : [field(name, value, names)],
    );
  return [...changed, ...said];
}

const field = (name: string, value: unknown, names: NamesById): AuditField => ({
  name,
  before: null,
  after: shown(value, names),
  isChange: false,
});
