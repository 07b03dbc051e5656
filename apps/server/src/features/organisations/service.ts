import type { OrgUnitRef } from '@xueshi/contracts';
import { amongst, schema, type Reader } from '@xueshi/database';
import type { Duty } from '@xueshi/domain';
import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { administeredPaths, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';

export { unitsBelow } from './units-below.ts';
export { peopleBelow, type PersonInUnit } from './people-below.ts';

const { memberships, orgUnits } = schema;

/** What lists show of a unit: all of a row is read where one unit is asked for, not for a county's hundreds. */
export type ShownUnit = Pick<
  OrgUnit,
  'id' | 'parentId' | 'path' | 'name' | 'level' | 'kind' | 'position'
>;

const shownWhere = (db: Reader, where: SQL) =>
  db.all<ShownUnit>(sql`
    SELECT id, parent_id AS "parentId", path, name, level, kind, position
    FROM ${orgUnits} WHERE ${where}`);

export const refOf = (unit: Pick<OrgUnit, 'id' | 'name' | 'level' | 'kind'>): OrgUnitRef => ({
  id: unit.id,
  name: unit.name,
  level: unit.level as OrgUnitRef['level'],
  kind: unit.kind as OrgUnitRef['kind'],
});

export async function unitOfPerson(db: Reader, personId: string): Promise<OrgUnit | null> {
  const [row] = await db
    .select({ unit: orgUnits })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(eq(memberships.personId, personId), isNull(memberships.endsAt)))
    .limit(1);
  return row?.unit ?? null;
}

/** The topmost units the actor answers for, be it only by looking; or in which they have another duty. */
export async function listOwnUnits(
  { db }: Platform,
  actor: Actor,
  duty: Duty = 'read',
): Promise<OrgUnitRef[]> {
  const paths = administeredPaths(actor, duty);
  const rows = paths.includes('/')
    ? await db
        .select()
        .from(orgUnits)
        .where(isNull(orgUnits.parentId))
        .orderBy(asc(orgUnits.position))
    : await db
        .select()
        .from(orgUnits)
        .where(inArray(orgUnits.path, [...paths]));
  return rows.filter((unit) => unit.closedAt === null).map(refOf);
}

/** The open children of each of many units, in the order of the tree; none of any where they are too many. */
export async function childrenOfEach(
  db: Reader,
  unitIds: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, ShownUnit[]>> {
  if (unitIds.length === 0) return new Map();
  const below = amongst(sql`parent_id`, unitIds);
  const rows = await shownWhere(db, sql`${below} AND closed_at IS NULL LIMIT ${most + 1}`);
  return rows.length > most
    ? new Map()
    : Map.groupBy(rows.sort(byPosition), (row) => row.parentId ?? '');
}

const inChinese = new Intl.Collator('zh-Hans-u-co-pinyin');

/** In the order that was given them, then by name. */
const byPosition = (a: ShownUnit, b: ShownUnit) =>
  a.position - b.position || inChinese.compare(a.name, b.name);

/** The open units right below a unit, in their order, and whether there is more below each. */
export async function childrenOf(
  db: Reader,
  unitId: string,
): Promise<{ unit: ShownUnit; hasChildren: boolean }[]> {
  const rows = await shownWhere(db, sql`parent_id = ${unitId} AND closed_at IS NULL`);
  const below = amongst(
    sql`parent_id`,
    rows.map(({ id }) => id),
  );
  const parents = await db.all<{ id: string }>(sql`
    SELECT DISTINCT parent_id AS id FROM ${orgUnits} WHERE ${below} AND closed_at IS NULL`);
  const withChildren = new Set(parents.map((row) => row.id));
  return rows.sort(byPosition).map((unit) => ({ unit, hasChildren: withChildren.has(unit.id) }));
}

/** The way down to a unit from the topmost one that the actor answers for. */
export async function crumbsTo(db: Reader, actor: Actor, unit: OrgUnit): Promise<OrgUnitRef[]> {
  const rows = await shownWhere(db, amongst(sql`id`, unit.path.split('/').filter(Boolean)));
  const scopes = administeredPaths(actor, 'read');
  return rows
    .filter((one) => scopes.some((scope) => one.path.startsWith(scope)))
    .sort((a, b) => a.path.length - b.path.length)
    .map(refOf);
}

/** The topmost unit above a path: whose installation it is, seen from there. */
export async function topUnitOf(db: Reader, path: string): Promise<OrgUnit | null> {
  const [top = ''] = path.split('/').filter(Boolean);
  const [row] = await db.select().from(orgUnits).where(eq(orgUnits.id, top));
  return row ?? null;
}
