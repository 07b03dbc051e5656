// Lists of who holds a role: around a unit, over a person, and one's own.
import type { HolderPlace } from '@xueshi/contracts';
import { GrantableRoles } from '@xueshi/contracts';
import { preparedQuery, schema, type Db, type Reader } from '@xueshi/database';
import { DUTIES_OF, mayGrantRole, UNIT_ROLES } from '@xueshi/domain';
import {
  and,
  count,
  eq,
  gt,
  inArray,
  isNull,
  ne,
  or,
  sql,
  type Placeholder,
  type SQL,
} from 'drizzle-orm';
import {
  administeredPerson,
  administeredUnit,
  administers,
  type Administered,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import { inForce, notOver } from '../../platform/grants-in-force.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf, unitOfPerson } from '../organisations/service.ts';
import { listHolders } from './holders.ts';
import { isUnsettled } from './unsettled.ts';

const { orgUnitAncestors, roleGrants } = schema;

const unitsAbove = (db: Db, unitId: string, depth: SQL | undefined) =>
  db
    .select({ id: orgUnitAncestors.ancestorId })
    .from(orgUnitAncestors)
    .where(and(eq(orgUnitAncestors.unitId, unitId), depth));

const unitsBelow = (db: Reader, unitId: string | Placeholder) =>
  db
    .select({ id: orgUnitAncestors.unitId })
    .from(orgUnitAncestors)
    .where(eq(orgUnitAncestors.ancestorId, unitId));

function heldAt(db: Db, unitId: string, place: HolderPlace): SQL | undefined {
  const notItself = gt(orgUnitAncestors.depth, 0);
  switch (place) {
    case 'here':
      return eq(roleGrants.orgUnitId, unitId);
    case 'above':
      return or(
        isNull(roleGrants.orgUnitId),
        inArray(roleGrants.orgUnitId, unitsAbove(db, unitId, notItself)),
      );
    case 'unsettled':
      return and(inArray(roleGrants.orgUnitId, unitsBelow(db, unitId)), isUnsettled);
    case 'below':
      return inArray(
        roleGrants.orgUnitId,
        db
          .select({ id: orgUnitAncestors.unitId })
          .from(orgUnitAncestors)
          .where(and(eq(orgUnitAncestors.ancestorId, unitId), notItself)),
      );
  }
}

const unsettledQuery = preparedQuery((db) =>
  db
    .select({ roles: count() })
    .from(roleGrants)
    .where(
      and(
        inArray(roleGrants.orgUnitId, unitsBelow(db, sql.placeholder('unitId'))),
        isUnsettled,
        notOver(sql.placeholder('now')),
        ne(roleGrants.role, 'learner'),
      ),
    )
    .prepare(),
);

async function countUnsettled(db: Reader, unitId: string, now: Date): Promise<number> {
  const [row] = await unsettledQuery(db).all({ unitId, now: now.getTime() });
  return row?.roles ?? 0;
}

/** Roles in a unit and below it about which its administrator has to decide; none for whoever is not theirs. */
export async function unsettledRoles(
  { db, clock }: Platform,
  actor: Actor,
  unit: Administered<OrgUnit>,
): Promise<number> {
  return administers(actor, unit.path) ? countUnsettled(db, unit.id, clock.now()) : 0;
}

export async function listRoleHolders(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  { place = 'here', page = 1 }: { readonly place?: HolderPlace; readonly page?: number },
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const now = clock.now();
  const where = and(heldAt(db, unit.id, place), notOver(now));
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    place,
    mayGrant:
      unit.closedAt === null
        ? GrantableRoles.filter((role) => mayGrantRole(actor.grants, role, unit.path))
        : [],
    unsettledCount: await countUnsettled(db, unit.id, now),
    ...(await listHolders(db, actor, { where, page, now })),
  };
}

/** The roles that let their holder see people at all. */
const SEEING = Object.keys(DUTIES_OF);

async function overseersOf(platform: Platform, actor: Actor, personId: string, page: number) {
  const { db, clock } = platform;
  const now = clock.now();
  const unit = await unitOfPerson(db, personId);
  const covering =
    unit === null
      ? isNull(roleGrants.orgUnitId)
      : or(
          isNull(roleGrants.orgUnitId),
          inArray(roleGrants.orgUnitId, unitsAbove(db, unit.id, undefined)),
        );
  const where = and(
    covering,
    inArray(roleGrants.role, SEEING),
    ne(roleGrants.personId, personId),
    inForce(now),
  );
  return { unitName: unit?.name ?? null, ...(await listHolders(db, actor, { where, page, now })) };
}

/** Everybody whose role covers a person now: exactly those whom `administeredPerson` lets through. */
export async function listOverseers(platform: Platform, actor: Actor, personId: string, page = 1) {
  const { id, name } = await administeredPerson(platform.db, actor, personId, 'read');
  const { unitName, ...list } = await overseersOf(platform, actor, id, page);
  return { person: { name, unitName }, ...list };
}

export async function listOwnOverseers(platform: Platform, actor: Actor, page = 1) {
  const { unitName, items, ...list } = await overseersOf(platform, actor, actor.personId, page);
  // Why a colleague was given a role, or is away, is no business of everybody below.
  const without = items.map((holder) => ({ ...holder, reason: null }));
  return { person: { name: actor.name, unitName }, items: without, ...list };
}

export async function listOwnRoles({ db, clock }: Platform, actor: Actor, page = 1) {
  const now = clock.now();
  const own = await listHolders(db, actor, {
    where: and(eq(roleGrants.personId, actor.personId), notOver(now)),
    page,
    now,
  });
  const items = [];
  for (const held of own.items) {
    const where = and(eq(roleGrants.delegatedFromId, held.grantId), notOver(now));
    const handedOn = await listHolders(db, actor, { where, page: 1, now });
    const mayDelegate =
      held.delegatedFrom === null &&
      held.at !== null &&
      UNIT_ROLES.some((role) => role === held.role);
    const delegations = handedOn.items;
    items.push({ ...held, mayDelegate, delegations, delegationCount: handedOn.total });
  }
  return { ...own, items };
}
