// The one place that decides who may do what. A proof made here is what services ask for.
import type { Access } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import {
  answersFor,
  hasDutyAt,
  isSharedWith,
  grantingFault,
  scopeOfDuty,
  type Duty,
  type Role,
  type RoleGrant,
} from '@xueshi/domain';
import { and, eq, inArray, isNull, like, or, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { inForce, notOver } from './grants-in-force.ts';
import type { Platform } from './platform.ts';
import { Refused } from './refused.ts';
import type { Actor } from './sessions.ts';

const { memberships, orgUnits, people, roleGrants } = schema;

declare const proof: unique symbol;
/** A resource that its actor was found to answer for; only this file makes one. */
export type Administered<T> = T & { readonly [proof]: 'administered' };

export type OrgUnit = typeof orgUnits.$inferSelect;
export type Person = typeof people.$inferSelect;

/** Who holds which roles: whoever is asking, or for whom something is done later. */
export interface Held {
  readonly grants: readonly (RoleGrant & { readonly orgUnitId: string | null })[];
}

/** What a file rests on: whoever lost one of these roles since does not get it any more. */
export const grantsOf = ({ grants }: Held): string[] =>
  grants.map(({ role, orgUnitId }) => `${role}@${orgUnitId ?? ''}`);

/** The duty without which operations of this kind are closed. */
const DUTY_FOR = {
  unit_reader: 'read',
  unit_reminder: 'remind',
  unit_clerk: 'keep_roster',
  training_officer: 'run_training',
  unit_admin: 'administer',
  audit_reader: 'read_audit',
} as const satisfies Partial<Record<Access, Duty>>;

/** May the actor use endpoints of this kind at all? Which objects is decided by the functions below. */
export function mayUse(access: Access, actor: Actor): boolean {
  switch (access) {
    case 'public':
    case 'signed_in':
      return true;
    case 'sys_admin':
      return actor.grants.some((grant) => grant.role === 'sys_admin');
    case 'author':
      return actor.grants.some((grant) => ['author', 'reviewer', 'sys_admin'].includes(grant.role));
    case 'reviewer':
      return actor.grants.some((grant) => ['reviewer', 'sys_admin'].includes(grant.role));
    case 'staff':
      return mayUse('author', actor) || mayUse('unit_admin', actor);
    default:
      return administeredPaths(actor, DUTY_FOR[access]).length > 0;
  }
}

/** The topmost subtrees in which the actor has a duty: paths, '/' for everything. */
export function administeredPaths(actor: Actor, duty: Duty = 'administer'): readonly string[] {
  return scopeOfDuty(actor.grants, duty);
}

/** Whether the actor has a duty towards what lies at this path. */
export function administers(held: Held, path: string, duty: Duty = 'administer'): boolean {
  return hasDutyAt(held.grants, duty, path);
}

/**
 * Whether the actor sees what a unit at this path holds for its subtree (a lecturer, a syllabus): working at
 * the unit or below it, or looking from above.
 */
export const seesHeldAt = (actor: Actor, path: string): boolean =>
  isSharedWith(actor.grants, path) || administers(actor, path, 'read');

/** The same for a query of what units hold, joined with its unit; undefined: all of it. */
export function heldWhereSeen(actor: Actor, holderId: AnyColumn): SQL | undefined {
  if (actor.grants.some(({ role, orgPath }) => role !== 'learner' && orgPath === null))
    return undefined;
  const paths = administeredPaths(actor, 'read');
  if (paths.includes('/')) return undefined;
  const unitIds = actor.grants.flatMap(({ orgPath }) => orgPath?.split('/').filter(Boolean) ?? []);
  return or(inArray(holderId, unitIds), ...paths.map((path) => like(orgUnits.path, `${path}%`)));
}

const unitQuery = preparedQuery((db) =>
  db
    .select()
    .from(orgUnits)
    .where(eq(orgUnits.id, sql.placeholder('id')))
    .prepare(),
);

/** The unit, if the actor has the duty there; a foreign or unknown id is the same "not found" (DOMAIN G3). */
export async function administeredUnit(
  db: Reader,
  actor: Held,
  unitId: string,
  duty: Duty = 'administer',
): Promise<Administered<OrgUnit>> {
  const [unit] = await unitQuery(db).all({ id: unitId });
  if (!unit || !administers(actor, unit.path, duty)) throw new Refused('not-found');
  return unit as Administered<OrgUnit>;
}

/** The person, if they belong now to a subtree in which the actor has the duty. */
export async function administeredPerson(
  db: Reader,
  actor: Actor,
  personId: string,
  duty: Duty = 'administer',
): Promise<Administered<Person>> {
  const [row] = await db
    .select({ person: people, path: orgUnits.path })
    .from(people)
    .innerJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(people.id, personId));
  if (!row || !administers(actor, row.path, duty)) throw new Refused('not-found');
  return row.person as Administered<Person>;
}

/**
 * The person, if the actor may open the account for them: whoever sets a password could act with it.
 * So nobody does it for somebody whose roles go beyond their own, nor for themselves, since changing
 * one's own asks for the present password.
 */
export async function openableAccount(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  actor: Actor,
  personId: string,
  duty: Duty = 'keep_roster',
): Promise<Administered<Person>> {
  const person = await administeredPerson(db, actor, personId, duty);
  // What begins later counts as well: the password would still be theirs then.
  const held = await db
    .select({ role: roleGrants.role, orgUnitId: roleGrants.orgUnitId, path: orgUnits.path })
    .from(roleGrants)
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(eq(roleGrants.personId, person.id), notOver(clock.now())));
  // What was only handed to the actor for a while opens nobody's account who holds as much themselves.
  const own = actor.grants.filter((grant) => grant.delegated !== true);
  const within = held.every(({ role, orgUnitId, path }) =>
    answersFor(own, role === 'sys_admin' ? 'sys_admin' : 'unit_admin', orgUnitId && path),
  );
  if (!within || person.id === actor.personId) throw new Refused('forbidden');
  return person;
}

/** The roles that somebody who is not asking just now holds. */
export async function heldRoles(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  personId: string,
): Promise<Held> {
  const held = await db
    .select({ role: roleGrants.role, orgUnitId: roleGrants.orgUnitId, path: orgUnits.path })
    .from(roleGrants)
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(eq(roleGrants.personId, personId), inForce(clock.now())));
  const grants = held.map(({ role, orgUnitId, path }) => ({
    role: role as Role,
    orgUnitId,
    orgPath: orgUnitId === null ? null : (path ?? 'closed'),
  }));
  return { grants };
}

/** Whether somebody who is not asking just now has a duty towards what lies at a path. */
export async function personHasDuty(
  platform: Pick<Platform, 'db' | 'clock'>,
  personId: string,
  path: string,
  duty: Duty,
): Promise<boolean> {
  return administers(await heldRoles(platform, personId), path, duty);
}

/** Refuses who may not grant a role at this path (null: everywhere) until an instant (null: for ever). */
export function demandGranting(
  actor: Actor,
  role: Role,
  path: string | null,
  until: Date | null,
): void {
  const fault = grantingFault(actor.grants, role, path, until);
  if (fault !== null) throw new Refused(`role-${fault}`);
}
