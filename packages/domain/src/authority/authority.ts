import { isOrgPath, isWithin, ROOT_PATH } from './org-path.ts';

/** What a person may be granted (DOMAIN §4: 学员, 课程作者, 审核员, 单位管理员, 系统管理员 …). */
export const ROLES = [
  'learner',
  'author',
  'reviewer',
  'unit_admin',
  'training_officer',
  'unit_clerk',
  'supervisor',
  'sys_admin',
] as const;
export type Role = (typeof ROLES)[number];

/** A role held at a node of the organisation tree, and so in all its subtree. */
export interface RoleGrant {
  readonly role: Role;
  /** Path like /a/b/; null for the whole installation. */
  readonly orgPath: string | null;
  /** Held only while the one who handed it on is away. */
  readonly delegated?: boolean;
  /** When it runs out; null or absent: it does not. */
  readonly endsAt?: Date | null;
}

/** A system administrator also administers units; no other role contains another. */
function covers(held: Role, needed: Role): boolean {
  return held === needed || (held === 'sys_admin' && needed === 'unit_admin');
}

function pathsOf(grants: readonly RoleGrant[], role: Role): string[] {
  return grants
    .filter((grant) => covers(grant.role, role))
    .map((grant) => grant.orgPath ?? ROOT_PATH)
    .filter(isOrgPath);
}

/**
 * Whether these grants let their holder act in a role for an org unit: granted at the unit or above
 * it, or, for a unit administrator's work, as system administrator. `orgPath` null stands for what
 * belongs to no unit, e.g. a person without one: only a grant for the whole installation covers that.
 * Source: DOMAIN G3, G9; DESIGN decision 4.
 */
export function answersFor(
  grants: readonly RoleGrant[],
  role: Role,
  orgPath: string | null,
): boolean {
  const target = orgPath ?? ROOT_PATH;
  return pathsOf(grants, role).some((path) => isWithin(target, path));
}

/**
 * The fewest subtrees that a role's grants come to, ascending and none inside another; ['/'] for the
 * whole installation, [] for nothing. Every administrator's query is cut to these.
 * Source: DOMAIN G3; DESIGN decision 4 ("cut to that subtree in one place").
 */
export function scopeOf(grants: readonly RoleGrant[], role: Role): string[] {
  const scope: string[] = [];
  // In this order all paths under one unit follow it directly, so looking at the last is enough.
  for (const path of pathsOf(grants, role).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const last = scope[scope.length - 1];
    if (last === undefined || !isWithin(path, last)) scope.push(path);
  }
  return scope;
}

/**
 * Whether a person may review what another made or submitted: anyone but themselves.
 * Source: DOMAIN 5.9 ("reviewer ≠ author of the entry"), G9, 2d #26.
 */
export function mayReview(authorId: string, reviewerId: string): boolean {
  return authorId !== reviewerId;
}
