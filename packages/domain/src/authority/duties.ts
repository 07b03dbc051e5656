import { isOrgPath, isWithin, ROOT_PATH } from './org-path.ts';
import type { Role, RoleGrant } from './authority.ts';

/**
 * What administrators do in their subtree, from looking to ruling:
 * - read: see units, people, records, figures and policies
 * - remind: write to people about what they have to do
 * - keep_roster: add people, change their appointment, hand out one-time passwords
 * - run_training: programmes, corrections of credits, presence checks, flags, documents
 * - administer: the tree, hour policies, complaints, roles
 * - read_audit: see who did what to whom; for whoever administers, and whoever only supervises
 */
export const DUTIES = [
  'read',
  'remind',
  'keep_roster',
  'run_training',
  'administer',
  'read_audit',
] as const;
export type Duty = (typeof DUTIES)[number];

/** The roles that are granted for a subtree (DESIGN decision 4). */
export const UNIT_ROLES = ['unit_admin', 'training_officer', 'unit_clerk', 'supervisor'] as const;
export type UnitRole = (typeof UNIT_ROLES)[number];

/** Which role has which duties: the one table that decides. Handbook: docs/administer.md. */
export const DUTIES_OF: Readonly<Partial<Record<Role, readonly Duty[]>>> = {
  sys_admin: DUTIES,
  unit_admin: DUTIES,
  training_officer: ['read', 'remind', 'run_training'],
  unit_clerk: ['read', 'remind', 'keep_roster'],
  supervisor: ['read', 'read_audit'],
};

const hasDuty = (role: Role, duty: Duty): boolean => DUTIES_OF[role]?.includes(duty) ?? false;

function pathsWith(grants: readonly RoleGrant[], duty: Duty): string[] {
  return grants
    .filter((grant) => hasDuty(grant.role, duty))
    .map((grant) => grant.orgPath ?? ROOT_PATH)
    .filter(isOrgPath);
}

/**
 * Whether these grants put a duty at a place on their holder. `orgPath` null stands for what belongs
 * to no unit: only a grant for the whole installation covers that. Source: DOMAIN G3; DESIGN decision 4.
 */
export function hasDutyAt(
  grants: readonly RoleGrant[],
  duty: Duty,
  orgPath: string | null,
): boolean {
  const target = orgPath ?? ROOT_PATH;
  return pathsWith(grants, duty).some((path) => isWithin(target, path));
}

/**
 * The fewest subtrees in which the grants' holder has a duty, ascending and none inside another;
 * ['/'] for the whole installation. Every administrator's query is cut to these.
 * Source: DOMAIN G3; DESIGN decision 4 ("cut to that subtree in one place").
 */
export function scopeOfDuty(grants: readonly RoleGrant[], duty: Duty): string[] {
  const scope: string[] = [];
  for (const path of pathsWith(grants, duty).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const last = scope[scope.length - 1];
    if (last === undefined || !isWithin(path, last)) scope.push(path);
  }
  return scope;
}

/**
 * Whether the holder of some grants may grant (or end) a role at a place: nobody beyond their own
 * scope or role, and nobody by a role that was only handed to them while another is away.
 * `orgPath` null is the whole installation. Source: DOMAIN G3, G14; DESIGN decision 4.
 */
export function mayGrantRole(
  held: readonly RoleGrant[],
  role: Role,
  orgPath: string | null,
): boolean {
  const own = held.filter((grant) => grant.delegated !== true);
  if (own.some((grant) => grant.role === 'sys_admin' && grant.orgPath === null)) return true;
  if (!UNIT_ROLES.some((one) => one === role) || orgPath === null) return false;
  return hasDutyAt(own, 'administer', orgPath);
}

/**
 * Why somebody may not grant a role at a place until an instant (null: for ever); null where they may.
 * Nobody grants what outlasts the roles by which they grant it. Source: DOMAIN G3, G14; DESIGN decision 4.
 */
export function grantingFault(
  held: readonly RoleGrant[],
  role: Role,
  orgPath: string | null,
  until: Date | null,
): 'beyond-own' | 'beyond-own-period' | null {
  if (!mayGrantRole(held, role, orgPath)) return 'beyond-own';
  const lasting = held.filter(
    ({ endsAt = null }) => endsAt === null || (until !== null && until <= endsAt),
  );
  return mayGrantRole(lasting, role, orgPath) ? null : 'beyond-own-period';
}

/** A period of time: from the start on and before the end; null for "always" and "for ever". */
export interface Period {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

/** Whether a period holds at an instant: a role gives nothing before it begins and from its end on. */
export function holdsAt({ startsAt, endsAt }: Period, now: Date): boolean {
  return (startsAt === null || startsAt <= now) && (endsAt === null || now < endsAt);
}

/**
 * Why a role cannot be handed to another for a period while its holder is away; null where it can:
 * never further by whom it was handed to, never for ever, and never longer than it is held.
 * Source: DESIGN decision 4; DOMAIN G14.
 */
export function delegationFault(
  held: Period & { readonly delegated: boolean },
  wanted: { readonly startsAt: Date; readonly endsAt: Date },
  now: Date,
): 'delegated-already' | 'period-empty' | 'period-past' | 'beyond-own-period' | null {
  if (held.delegated) return 'delegated-already';
  if (wanted.endsAt <= wanted.startsAt) return 'period-empty';
  if (wanted.endsAt <= now) return 'period-past';
  const beforeOwn = held.startsAt !== null && wanted.startsAt < held.startsAt;
  const beyondOwn = held.endsAt !== null && held.endsAt < wanted.endsAt;
  return beforeOwn || beyondOwn ? 'beyond-own-period' : null;
}
