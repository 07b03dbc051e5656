// The tree as administrators read it: now, and as it stood at the end of a day.
import type { TreeNode, UnitDetail, UnitPeriod } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, count, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import {
  administeredPaths,
  administeredUnit,
  administers,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { actorsAt } from '../audit/service.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { namesOf } from '../people/service.ts';
import { instantOn, validAt } from './tree-then.ts';

const { accounts, memberships, orgUnitAncestors, orgUnits, orgUnitVersions } = schema;

const PAGE_SIZE = 100;
const FOUND_SIZE = 50;
const PERIODS_SIZE = 50;

type Version = typeof orgUnitVersions.$inferSelect;

/** A unit as lists show it, without its counts. */
type Shown = Omit<TreeNode, 'units' | 'people'>;

const shownOf = (unit: OrgUnit): Shown => ({
  ...refOf(unit),
  code: unit.code,
  form: unit.form,
  open: unit.closedAt === null,
});

const shownThen = (version: Version): Shown => ({
  id: version.unitId,
  name: version.name,
  level: version.level as TreeNode['level'],
  kind: version.kind as TreeNode['kind'],
  code: version.code,
  form: version.form,
  open: version.open,
});

/** Adds how many open units lie directly below each, and how many people belong to it itself. */
async function counted(db: Reader, shown: readonly Shown[], at: Date | null): Promise<TreeNode[]> {
  if (shown.length === 0) return [];
  const ids = shown.map(({ id }) => id);
  const below =
    at === null
      ? await db
          .select({ id: orgUnits.parentId, count: count() })
          .from(orgUnits)
          .where(and(inArray(orgUnits.parentId, ids), isNull(orgUnits.closedAt)))
          .groupBy(orgUnits.parentId)
      : await db
          .select({ id: orgUnitVersions.parentId, count: count() })
          .from(orgUnitVersions)
          .where(
            and(
              inArray(orgUnitVersions.parentId, ids),
              validAt(at),
              eq(orgUnitVersions.open, true),
            ),
          )
          .groupBy(orgUnitVersions.parentId);
  const present =
    at === null
      ? isNull(memberships.endsAt)
      : and(
          lte(memberships.startsAt, at),
          or(isNull(memberships.endsAt), gt(memberships.endsAt, at)),
        );
  const belonging = await db
    .select({
      id: memberships.orgUnitId,
      count: sql<number>`count(distinct ${memberships.personId})`,
    })
    .from(memberships)
    .where(and(inArray(memberships.orgUnitId, ids), present))
    .groupBy(memberships.orgUnitId);
  const units = new Map(below.map((row) => [row.id, row.count]));
  const people = new Map(belonging.map((row) => [row.id, row.count]));
  return shown.map((one) => ({
    ...one,
    units: units.get(one.id) ?? 0,
    people: people.get(one.id) ?? 0,
  }));
}

/** A unit with all that a page about it needs; for somebody who was found to be allowed to see it. */
export async function unitDetail(db: Reader, actor: Actor, unitId: string): Promise<UnitDetail> {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const [node] = await counted(db, [shownOf(unit)], null);
  if (!node) throw new Error('a unit just read is counted');
  const crumbs = await crumbsTo(db, actor, unit);
  const named = await unitsById(db, [unit.principalOrgId, unit.placeUnitId, unit.mergedIntoId]);
  const nameOf = (id: string | null) => {
    const found = named.get(id ?? '');
    return found ? { name: found.name, code: found.code } : null;
  };
  const mergedInto = named.get(unit.mergedIntoId ?? '');
  return {
    ...node,
    parent: crumbs.at(-2) ?? null,
    crumbs,
    regionCode: unit.regionCode,
    managementMode: unit.managementMode as UnitDetail['managementMode'],
    principal: nameOf(unit.principalOrgId),
    place: nameOf(unit.placeUnitId),
    responsible: await responsibleOf(db, unit.responsiblePersonId),
    mergedInto:
      mergedInto && administers(actor, mergedInto.path, 'read') ? refOf(mergedInto) : null,
    createdAt: unit.createdAt.toISOString(),
    changedAt: unit.changedAt?.toISOString() ?? null,
    closedAt: unit.closedAt?.toISOString() ?? null,
    mayEdit: administers(actor, unit.path),
  };
}

async function unitsById(
  db: Reader,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, OrgUnit>> {
  const known = ids.filter((id) => id !== null);
  if (known.length === 0) return new Map();
  const rows = await db.select().from(orgUnits).where(inArray(orgUnits.id, known));
  return new Map(rows.map((unit) => [unit.id, unit]));
}

async function responsibleOf(
  db: Reader,
  personId: string | null,
): Promise<UnitDetail['responsible']> {
  if (personId === null) return null;
  const person = (await namesOf(db, [personId])).get(personId);
  const [account] = await db
    .select({ loginName: accounts.loginName })
    .from(accounts)
    .where(eq(accounts.personId, personId));
  return { name: person?.name ?? '', loginName: account?.loginName ?? null };
}

export async function listChildren(
  platform: Platform,
  actor: Actor,
  unitId: string,
  asked: { readonly on?: string; readonly closed?: boolean; readonly page?: number },
) {
  const { db, clock } = platform;
  if (asked.on !== undefined)
    return childrenOn(db, actor, unitId, { ...asked, on: asked.on }, clock.now());
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const page = asked.page ?? 1;
  const where = and(
    eq(orgUnits.parentId, unit.id),
    asked.closed ? undefined : isNull(orgUnits.closedAt),
  );
  const rows = await db
    .select()
    .from(orgUnits)
    .where(where)
    .orderBy(asc(orgUnits.position), asc(orgUnits.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  return {
    unit: refOf(unit),
    items: await counted(db, rows.map(shownOf), null),
    total: await db.$count(orgUnits, where),
    page,
    pageSize: PAGE_SIZE,
  };
}

async function childrenOn(
  db: Reader,
  actor: Actor,
  unitId: string,
  asked: { readonly on: string; readonly page?: number },
  now: Date,
) {
  const at = instantOn(asked.on, now);
  const [then] = await db
    .select()
    .from(orgUnitVersions)
    .where(and(eq(orgUnitVersions.unitId, unitId), validAt(at)));
  if (!then || !sawThen(actor, then.path)) throw new Refused('not-found');
  const page = asked.page ?? 1;
  const where = and(
    eq(orgUnitVersions.parentId, unitId),
    validAt(at),
    eq(orgUnitVersions.open, true),
  );
  const rows = await db
    .select()
    .from(orgUnitVersions)
    .where(where)
    .orderBy(asc(orgUnitVersions.position), asc(orgUnitVersions.unitId))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const { id, name, level, kind } = shownThen(then);
  return {
    unit: { id, name, level, kind },
    items: await counted(db, rows.map(shownThen), at),
    total: await db.$count(orgUnitVersions, where),
    page,
    pageSize: PAGE_SIZE,
  };
}

/** Whoever may look at a unit now sees also what lay under it then: the past of their own subtree. */
function sawThen(actor: Actor, pathThen: string): boolean {
  const above = new Set(pathThen.split('/').filter(Boolean));
  return administeredPaths(actor, 'read').some(
    (scope) => scope === '/' || above.has(scope.split('/').at(-2) ?? ''),
  );
}

export async function findUnits(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  asked: { readonly query: string; readonly page?: number },
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const page = asked.page ?? 1;
  const words = asked.query.trim().toLowerCase();
  if (words === '') return { items: [], page, more: false };
  const letters = words.replaceAll(/\s+/g, '');
  const rows = await db
    .select({ unit: orgUnits })
    .from(orgUnitAncestors)
    .innerJoin(orgUnits, eq(orgUnits.id, orgUnitAncestors.unitId))
    .where(
      and(
        eq(orgUnitAncestors.ancestorId, unit.id),
        isNull(orgUnits.closedAt),
        or(
          sql`instr(lower(${orgUnits.name}), ${words}) > 0`,
          sql`instr(${orgUnits.nameInitials}, ${letters}) > 0`,
          sql`instr(replace(${orgUnits.namePinyin}, ' ', ''), ${letters}) > 0`,
          sql`lower(${orgUnits.code}) = ${words}`,
          eq(orgUnits.regionCode, words),
        ),
      ),
    )
    .orderBy(asc(orgUnitAncestors.unitId))
    .limit(FOUND_SIZE + 1)
    .offset((page - 1) * FOUND_SIZE);
  const shown = rows.slice(0, FOUND_SIZE).map((row) => row.unit);
  const nodes = await counted(db, shown.map(shownOf), null);
  const above = await unitsById(
    db,
    shown.flatMap(({ path }) => path.split('/').filter(Boolean)),
  );
  return {
    items: nodes.map((node, index) => ({
      ...node,
      crumbs: namesAbove(shown[index], unit, above),
    })),
    page,
    more: rows.length > FOUND_SIZE,
  };
}

/** The names on the way from the unit that was searched down to one that was found. */
function namesAbove(
  found: OrgUnit | undefined,
  from: OrgUnit,
  above: ReadonlyMap<string, OrgUnit>,
): string[] {
  const ids = (found?.path ?? '').slice(from.path.length).split('/').filter(Boolean).slice(0, -1);
  return ids.map((id) => above.get(id)?.name ?? '');
}

export async function unitHistory(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  page = 1,
): Promise<{ items: UnitPeriod[]; page: number; more: boolean }> {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const rows = await db
    .select()
    .from(orgUnitVersions)
    .where(eq(orgUnitVersions.unitId, unit.id))
    .orderBy(desc(orgUnitVersions.validFrom))
    .limit(PERIODS_SIZE + 1)
    .offset((page - 1) * PERIODS_SIZE);
  const shown = rows.slice(0, PERIODS_SIZE);
  const named = await unitsById(
    db,
    shown.flatMap((one) => [one.parentId, one.principalOrgId, one.placeUnitId, one.mergedIntoId]),
  );
  const actors = await actorsAt(
    db,
    `org-unit:${unit.id}`,
    shown.map(({ validFrom }) => validFrom),
  );
  const nameOf = (id: string | null) => (id === null ? null : (named.get(id)?.name ?? null));
  return {
    items: shown.map((one) => ({
      from: one.validFrom.toISOString(),
      to: one.validTo?.toISOString() ?? null,
      name: one.name,
      code: one.code,
      level: one.level as UnitPeriod['level'],
      kind: one.kind as UnitPeriod['kind'],
      form: one.form,
      regionCode: one.regionCode,
      managementMode: one.managementMode as UnitPeriod['managementMode'],
      parentName: nameOf(one.parentId),
      principalName: nameOf(one.principalOrgId),
      placeName: nameOf(one.placeUnitId),
      open: one.open,
      mergedIntoName: nameOf(one.mergedIntoId),
      by: actors.get(one.validFrom.getTime()) ?? null,
    })),
    page,
    more: rows.length > PERIODS_SIZE,
  };
}
