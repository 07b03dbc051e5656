// Who holds a role at some place, and how they came by it: the one query behind every list of them.
import type { RoleHolder } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { DUTIES_OF, mayGrantRole, UNIT_ROLES, type Role } from '@xueshi/domain';
import { and, asc, eq, ne, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { namesOf } from '../people/service.ts';
import { unsettledBecause } from './unsettled.ts';

const { orgUnits, people, roleGrants } = schema;
const granters = alias(people, 'granters');
const sources = alias(roleGrants, 'sources');
const principals = alias(people, 'principals');

export const HOLDERS_PAGE = 50;

/** Everybody who holds a role so asked for, apart from learners. */
export const grantsWhere = (db: Reader, where: SQL | undefined) =>
  db
    .select({
      grant: roleGrants,
      name: people.name,
      unitName: orgUnits.name,
      unitPath: orgUnits.path,
      grantedBy: granters.name,
      delegatedFrom: principals.name,
      principalId: principals.id,
      unsettled: unsettledBecause,
    })
    .from(roleGrants)
    .innerJoin(people, eq(people.id, roleGrants.personId))
    .leftJoin(orgUnits, eq(orgUnits.id, roleGrants.orgUnitId))
    .leftJoin(granters, eq(granters.id, roleGrants.grantedBy))
    .leftJoin(sources, eq(sources.id, roleGrants.delegatedFromId))
    .leftJoin(principals, eq(principals.id, sources.personId))
    .where(and(where, ne(roleGrants.role, 'learner')));

export type HeldRow = Awaited<ReturnType<typeof grantsWhere>>[number];

/** Who may end a role: whoever may grant it there, its holder, and whoever handed it on. */
export function mayEnd(actor: Actor, { grant, unitPath, principalId }: HeldRow): boolean {
  return (
    grant.personId === actor.personId ||
    principalId === actor.personId ||
    mayGrantRole(actor.grants, grant.role as Role, grant.orgUnitId === null ? null : unitPath)
  );
}

export async function grantById(db: Reader, grantId: string): Promise<HeldRow | null> {
  const [row] = await grantsWhere(db, eq(roleGrants.id, grantId));
  return row ?? null;
}

/** A role of the actor's own at a unit that could be handed on. */
export async function ownUnitGrant(
  db: Reader,
  actor: Actor,
  grantId: string,
): Promise<{ grant: HeldRow['grant']; unitPath: string }> {
  const held = await grantById(db, grantId);
  if (held?.grant.personId !== actor.personId || held.grant.endedAt !== null)
    throw new Refused('not-found');
  const { grant, unitPath } = held;
  if (unitPath === null || !UNIT_ROLES.some((role) => role === grant.role))
    throw new Refused('role-not-to-hand-on');
  return { grant, unitPath };
}

const countHolders = (db: Reader, where: SQL | undefined): Promise<number> =>
  db.$count(roleGrants, and(where, ne(roleGrants.role, 'learner')));

/** The holders of roles, topmost units first; each as the caller may see them. */
export async function listHolders(
  db: Reader,
  actor: Actor,
  asked: { readonly where: SQL | undefined; readonly page: number; readonly now: Date },
): Promise<{ items: RoleHolder[]; total: number; page: number; pageSize: number }> {
  const { where, page, now } = asked;
  const rows = await grantsWhere(db, where)
    .orderBy(asc(orgUnits.path), asc(roleGrants.role), asc(people.namePinyin), asc(roleGrants.id))
    .limit(HOLDERS_PAGE)
    .offset((page - 1) * HOLDERS_PAGE);
  const belonging = await namesOf(
    db,
    rows.map(({ grant }) => grant.personId),
  );
  return {
    items: rows.map((row) => viewOf(row, actor, now, belonging.get(row.grant.personId)?.unitName)),
    total: await countHolders(db, where),
    page,
    pageSize: HOLDERS_PAGE,
  };
}

function viewOf(
  row: HeldRow,
  actor: Actor,
  now: Date,
  belongsTo: string | null | undefined,
): RoleHolder {
  const { grant } = row;
  return {
    grantId: grant.id,
    name: row.name,
    unitName: belongsTo ?? null,
    role: grant.role as Role,
    duties: [...(DUTIES_OF[grant.role as Role] ?? [])],
    at: grant.orgUnitId === null ? null : { id: grant.orgUnitId, name: row.unitName ?? '' },
    grantedAt: grant.grantedAt.toISOString(),
    startsAt: grant.startsAt?.toISOString() ?? null,
    endsAt: grant.endsAt?.toISOString() ?? null,
    coming: grant.startsAt !== null && grant.startsAt > now,
    grantedBy: row.grantedBy,
    delegatedFrom: row.delegatedFrom,
    reason: grant.reason,
    unsettled: row.unsettled,
    mayEnd: mayEnd(actor, row),
  };
}
