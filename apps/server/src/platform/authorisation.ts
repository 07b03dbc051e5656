// The one place that decides who may do what. A proof made here is what services ask for.
import type { Access } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { answersFor, scopeOf } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { Refused } from './refused.ts';
import type { Actor } from './sessions.ts';

const { memberships, orgUnits, people, roleGrants } = schema;

declare const proof: unique symbol;
/** A resource that its actor was found to answer for; only this file makes one. */
export type Administered<T> = T & { readonly [proof]: 'administered' };

export type OrgUnit = typeof orgUnits.$inferSelect;
export type Person = typeof people.$inferSelect;

/** May the actor use endpoints of this kind at all? Which objects is decided by the functions below. */
export function mayUse(access: Access, actor: Actor): boolean {
  switch (access) {
    case 'public':
    case 'signed_in':
      return true;
    case 'unit_admin':
      return administeredPaths(actor).length > 0;
    case 'sys_admin':
      return actor.grants.some((grant) => grant.role === 'sys_admin');
    case 'author':
      return actor.grants.some((grant) => ['author', 'reviewer', 'sys_admin'].includes(grant.role));
    case 'presenter':
      return mayUse('author', actor) || mayUse('unit_admin', actor);
  }
}

/** The topmost subtrees the actor administers: paths, '/' for everything. */
export function administeredPaths(actor: Actor): readonly string[] {
  const system = scopeOf(actor.grants, 'sys_admin');
  return system.length > 0 ? system : scopeOf(actor.grants, 'unit_admin');
}

function administers(actor: Actor, path: string): boolean {
  return (
    answersFor(actor.grants, 'sys_admin', path) || answersFor(actor.grants, 'unit_admin', path)
  );
}

/** The unit, if the actor answers for it; a foreign or unknown id is the same "not found" (DOMAIN G3). */
export async function administeredUnit(
  db: Reader,
  actor: Actor,
  unitId: string,
): Promise<Administered<OrgUnit>> {
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, unitId));
  if (!unit || !administers(actor, unit.path)) throw new Refused('not-found');
  return unit as Administered<OrgUnit>;
}

/** The person, if they belong to the actor's subtree now. */
export async function administeredPerson(
  db: Reader,
  actor: Actor,
  personId: string,
): Promise<Administered<Person>> {
  const [row] = await db
    .select({ person: people, path: orgUnits.path })
    .from(people)
    .innerJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(eq(people.id, personId));
  if (!row || !administers(actor, row.path)) throw new Refused('not-found');
  return row.person as Administered<Person>;
}

/**
 * The person, if the actor may open the account for them: whoever sets a password could act with it.
 * So nobody does it for somebody whose roles go beyond their own, nor for themselves, since changing
 * one's own asks for the present password.
 */
export async function openableAccount(
  db: Reader,
  actor: Actor,
  personId: string,
): Promise<Administered<Person>> {
  const person = await administeredPerson(db, actor, personId);
  const held = await db
    .select({ role: roleGrants.role, orgUnitId: roleGrants.orgUnitId, path: orgUnits.path })
    .from(roleGrants)
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .where(and(eq(roleGrants.personId, person.id), isNull(roleGrants.endedAt)));
  const within = held.every(({ role, orgUnitId, path }) => {
    const needed = role === 'sys_admin' ? 'sys_admin' : 'unit_admin';
    return answersFor(actor.grants, needed, orgUnitId === null ? null : path);
  });
  if (!within || person.id === actor.personId) throw new Refused('forbidden');
  return person;
}
