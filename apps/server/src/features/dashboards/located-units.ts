// What a place sees of the units of vertical lines that are in it: counts, and nothing that leads to people.
import type { LocatedUnit, LocatedUnits } from '@xueshi/contracts';
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import { sumOfTold, toldCounts, trainingYearOf, type PlaceCounts } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { administeredUnit, type OrgUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { refOf } from '../organisations/service.ts';
import { talliesOf, tallyOf } from './figures.ts';

const { orgUnitAncestors, orgUnits } = schema;

const PAGE_SIZE = 100;
/** Values of one statement. */
const AT_ONCE = 500;

interface Located {
  readonly id: string;
  readonly name: string;
  readonly line: string | null;
  readonly place: string;
}

const place = alias(orgUnits, 'place');
const parent = alias(orgUnits, 'parent');
const principal = alias(orgUnits, 'principal');

const locatedQuery = preparedQuery((db) =>
  db
    .select({
      id: orgUnits.id,
      path: orgUnits.path,
      name: orgUnits.name,
      place: { name: place.name, path: place.path },
      parent: { name: parent.name },
      principal: { name: principal.name, path: principal.path },
    })
    .from(orgUnitAncestors)
    .innerJoin(orgUnits, eq(orgUnits.placeUnitId, orgUnitAncestors.unitId))
    .innerJoin(place, eq(place.id, orgUnits.placeUnitId))
    .leftJoin(parent, eq(parent.id, orgUnits.parentId))
    .leftJoin(principal, eq(principal.id, orgUnits.principalOrgId))
    .where(
      and(eq(orgUnitAncestors.ancestorId, sql.placeholder('unitId')), isNull(orgUnits.closedAt)),
    )
    .prepare(),
);

/**
 * The open units that are in a unit or below it, those left out that lie below it in the tree: they are in
 * its own figures.
 */
async function locatedIn(db: Reader, unit: OrgUnit): Promise<Located[]> {
  // Below the topmost unit lies everything.
  if (unit.parentId === null) return [];
  const rows = await locatedQuery(db).all({ unitId: unit.id });
  return rows
    .filter(({ path }) => !path.startsWith(unit.path))
    .map(({ id, name, place: where, parent: above, principal: party }) => {
      // Under dual management the territory may be the principal; the line is then whoever is above.
      const ofLine = party !== null && !where.path.startsWith(party.path) ? party : above;
      return { id, name, line: ofLine?.name ?? null, place: where.name };
    })
    .sort(byNames);
}

const inChinese = new Intl.Collator('zh-Hans-u-co-pinyin');
const byNames = (one: Located, other: Located) =>
  inChinese.compare(one.line ?? '', other.line ?? '') ||
  inChinese.compare(one.name, other.name) ||
  (one.id < other.id ? -1 : 1);

/**
 * For each unit the nearest ones below it that have a place of their own: their people are counted there
 * and not with it.
 */
async function elsewhereBelow(
  db: Reader,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const nearest = new Map<string, { id: string; path: string }[]>();
  for (let at = 0; at < unitIds.length; at += AT_ONCE) {
    const rows = await db
      .select({ above: orgUnitAncestors.ancestorId, id: orgUnits.id, path: orgUnits.path })
      .from(orgUnitAncestors)
      .innerJoin(orgUnits, eq(orgUnits.id, orgUnitAncestors.unitId))
      .where(
        and(
          inArray(orgUnitAncestors.ancestorId, unitIds.slice(at, at + AT_ONCE)),
          gt(orgUnitAncestors.depth, 0),
          isNotNull(orgUnits.placeUnitId),
          isNull(orgUnits.closedAt),
        ),
      )
      .orderBy(asc(orgUnitAncestors.ancestorId), asc(orgUnits.path));
    for (const { above, ...found } of rows) {
      const before = nearest.get(above);
      // In the order of their paths, whatever lies below one comes right behind it.
      if (!before) nearest.set(above, [found]);
      else if (!found.path.startsWith(before.at(-1)?.path ?? '')) before.push(found);
    }
  }
  return new Map([...nearest].map(([above, below]) => [above, below.map(({ id }) => id)]));
}

/** The counts of each unit, without those of units below it that are in a place of their own. */
async function countsOf(
  db: Reader,
  located: readonly Located[],
  year: number,
): Promise<ReadonlyMap<string, PlaceCounts>> {
  const ids = located.map(({ id }) => id);
  const elsewhere = await elsewhereBelow(db, ids);
  const read = [...new Set([...ids, ...[...elsewhere.values()].flat()])];
  const tallies = await talliesOf(db, read, { year, category: null });
  const tallyAt = (id: string) => tallies.get(id) ?? tallyOf([]);
  return new Map(
    ids.map((id) => {
      const below = (elsewhere.get(id) ?? []).map(tallyAt);
      const own = (field: keyof PlaceCounts) =>
        below.reduce((left, tally) => left - tally[field], tallyAt(id)[field]);
      const counts = {
        people: own('people'),
        reached: own('reached'),
        atRisk: own('atRisk'),
        none: own('none'),
      };
      return [id, counts];
    }),
  );
}

export async function listLocatedUnits(
  { db, clock }: Platform,
  actor: Actor,
  unitId: string,
  wanted: { readonly year?: number; readonly page?: number },
): Promise<LocatedUnits> {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const year = wanted.year ?? trainingYearOf(clock.now());
  const page = wanted.page ?? 1;
  const located = await locatedIn(db, unit);
  const counts = await countsOf(db, located, year);
  const all = [...counts.values()];
  const rowOf = ({ id, name, line, place }: Located): LocatedUnit => {
    const own = counts.get(id) ?? { people: 0, reached: 0, atRisk: 0, none: 0 };
    return { name, line, place, people: own.people, told: toldCounts(own) };
  };
  return {
    unit: refOf(unit),
    year,
    items: located.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(rowOf),
    total: located.length,
    page,
    pageSize: PAGE_SIZE,
    people: all.reduce((sum, { people }) => sum + people, 0),
    told: sumOfTold(all),
  };
}
