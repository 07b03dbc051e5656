import type { AuditFilter } from '@xueshi/contracts';
import { AUDIT_ACTIONS, AUDIT_GROUPS } from '@xueshi/domain';

const DAY = /^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const ADDRESS = /^[0-9A-Fa-f.:]{1,45}$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What an address or a form narrows the trail to; what does not fit is left out. */
export function filterIn(read: (name: string) => string | null): AuditFilter {
  const filter: AuditFilter = {};
  const group = AUDIT_GROUPS.find((one) => one === read('group'));
  if (group) filter.group = group;
  const action = Object.values(AUDIT_ACTIONS)
    .flat()
    .find((one) => one === read('action'));
  if (action) filter.action = action;
  const address = (read('address') ?? '').trim();
  if (ADDRESS.test(address)) filter.address = address;
  for (const name of ['who', 'whom'] as const) {
    const typed = (read(name) ?? '').trim().slice(0, 60);
    if (typed) filter[name] = typed;
  }
  for (const name of ['person', 'unit'] as const) {
    const id = read(name);
    if (id && ID.test(id)) filter[name] = id;
  }
  for (const name of ['from', 'until'] as const) {
    const day = read(name);
    if (day && DAY.test(day)) filter[name] = day;
  }
  return filter;
}
