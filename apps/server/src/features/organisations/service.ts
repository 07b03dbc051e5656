import type { OrgUnitRef } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, inArray, isNull, like } from 'drizzle-orm';
import { administeredPaths, administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { properName } from '../../platform/proper-name.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';

export { peopleBelow, type PersonInUnit } from './people-below.ts';

const { memberships, orgUnits } = schema;

/** From the top down: a unit's level never lies above its parent's (DOMAIN G1); levels may be skipped. */
const LEVELS: readonly OrgUnitRef['level'][] = [
  'central',
  'province',
  'prefecture',
  'county',
  'township',
  'village',
];

export const refOf = (unit: OrgUnit): OrgUnitRef => ({
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

/** The topmost units the actor answers for. */
export async function listOwnUnits({ db }: Platform, actor: Actor): Promise<OrgUnitRef[]> {
  const paths = administeredPaths(actor);
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

/** The open units of a subtree, itself first, each parent before its children. */
export async function unitsBelow(db: Reader, path: string): Promise<OrgUnit[]> {
  const rows = await db
    .select()
    .from(orgUnits)
    .where(and(like(orgUnits.path, `${path}%`), isNull(orgUnits.closedAt)));
  const depth = (unit: OrgUnit) => unit.path.split('/').length;
  return rows.sort(
    (a, b) =>
      depth(a) - depth(b) ||
      a.position - b.position ||
      a.name.localeCompare(b.name, 'zh-Hans-u-co-pinyin'),
  );
}

/** The open units right below a unit, in their order, and whether there is more below each. */
export async function childrenOf(
  db: Reader,
  unitId: string,
): Promise<{ unit: OrgUnit; hasChildren: boolean }[]> {
  const rows = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.parentId, unitId), isNull(orgUnits.closedAt)));
  const parents = await db
    .selectDistinct({ id: orgUnits.parentId })
    .from(orgUnits)
    .where(
      and(
        inArray(
          orgUnits.parentId,
          rows.map((row) => row.id),
        ),
        isNull(orgUnits.closedAt),
      ),
    );
  const withChildren = new Set(parents.map((row) => row.id));
  return rows
    .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name, 'zh-Hans-u-co-pinyin'))
    .map((unit) => ({ unit, hasChildren: withChildren.has(unit.id) }));
}

/** The way down to a unit from the topmost one that the actor answers for. */
export async function crumbsTo(db: Reader, actor: Actor, unit: OrgUnit): Promise<OrgUnitRef[]> {
  const ids = unit.path.split('/').filter(Boolean);
  const rows = await db.select().from(orgUnits).where(inArray(orgUnits.id, ids));
  const scopes = administeredPaths(actor);
  return rows
    .filter((one) => scopes.some((scope) => one.path.startsWith(scope)))
    .sort((a, b) => a.path.length - b.path.length)
    .map(refOf);
}

export async function createUnit(
  platform: Platform,
  actor: Actor,
  parentId: string,
  input: { name: string; level: OrgUnitRef['level']; kind: OrgUnitRef['kind'] },
): Promise<OrgUnitRef> {
  const parent = await administeredUnit(platform.db, actor, parentId);
  const name = properName(input.name);
  if (LEVELS.indexOf(input.level) < LEVELS.indexOf(refOf(parent).level)) {
    throw new Refused('unit-level-not-below-parent');
  }
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const siblings = await tx
      .select({ name: orgUnits.name })
      .from(orgUnits)
      .where(eq(orgUnits.parentId, parent.id));
    if (siblings.some((sibling) => sibling.name === name))
      throw new Refused('unit-name-taken', { name });
    const id = newId();
    const [unit] = await tx
      .insert(orgUnits)
      .values({
        id,
        parentId: parent.id,
        path: `${parent.path}${id}/`,
        name,
        level: input.level,
        kind: input.kind,
        position: siblings.length,
        createdAt: now,
      })
      .returning();
    if (!unit) throw new Error('a unit just made cannot be read');
    await recordAudit(tx, {
      at: now,
      actorId: actor.personId,
      action: 'org-unit-created',
      subject: `org-unit:${id}`,
      detail: { name, parentId: parent.id },
      address: actor.address,
    });
    return refOf(unit);
  });
}

/** The topmost unit above a path: whose installation it is, seen from there. */
export async function topUnitOf(db: Reader, path: string): Promise<OrgUnit | null> {
  const [top = ''] = path.split('/').filter(Boolean);
  const [row] = await db.select().from(orgUnits).where(eq(orgUnits.id, top));
  return row ?? null;
}
