// The names behind the figures of a closed year: as they were frozen, with what was corrected beside them.
import type { FrozenPerson } from '@xueshi/contracts';
import { listed, oneOf, schema, type Db } from '@xueshi/database';
import { and, asc, count, eq, sql, type SQL } from 'drizzle-orm';
import { foldName, namesLike } from '../standings/service.ts';

const { closedStandings, closedUnitFigures, closingChanges, people } = schema;

export const FROZEN_PAGE_SIZE = 50;

export interface FrozenFilter {
  /** A unit as it was when the year was closed, with all below it. */
  readonly unit?: string;
  readonly state?: FrozenPerson['state'];
  /** Part of a name, or the beginning of its initials or pinyin. */
  readonly query?: string;
  readonly page?: number;
}

const ofUnit = and(
  eq(closedUnitFigures.closingId, closedStandings.closingId),
  eq(closedUnitFigures.unitId, closedStandings.unitId),
);

/** What is asked for, as a condition; nothing is found of a unit that was not there. */
async function conditionOf(
  db: Db,
  closingId: string,
  { unit, state, query }: FrozenFilter,
): Promise<SQL | undefined> {
  const typed = foldName(query ?? '');
  const within = unit === undefined ? null : await pathThen(db, closingId, unit);
  return and(
    eq(closedStandings.closingId, closingId),
    state === undefined ? undefined : eq(closedStandings.state, state),
    typed === '' ? undefined : namesLike(typed, sql`people`),
    unit === undefined
      ? undefined
      : within === null
        ? sql`0`
        : sql`substr(${closedUnitFigures.path}, 1, ${within.length}) = ${within}`,
  );
}

async function pathThen(db: Db, closingId: string, unitId: string): Promise<string | null> {
  const [row] = await db
    .select({ path: closedUnitFigures.path })
    .from(closedUnitFigures)
    .where(and(eq(closedUnitFigures.closingId, closingId), eq(closedUnitFigures.unitId, unitId)));
  return row?.path ?? null;
}

/** How many of each unit fit, in the order of the tree: so only people of the page's units are sorted. */
const countsByUnit = (db: Db, condition: SQL | undefined) =>
  db
    .select({ unitId: closedStandings.unitId, fitting: count() })
    .from(closedStandings)
    .innerJoin(closedUnitFigures, ofUnit)
    .innerJoin(people, eq(people.id, closedStandings.personId))
    .where(condition)
    .groupBy(closedStandings.unitId, closedUnitFigures.path)
    .orderBy(asc(closedUnitFigures.path));

/** The units that a stretch of the list lies in, and how many of their people come before it. */
function unitsOfPage(
  counts: readonly { readonly unitId: string; readonly fitting: number }[],
  offset: number,
): { readonly units: string[]; readonly skipped: number } {
  const units: string[] = [];
  let passed = 0;
  let skipped = 0;
  for (const { unitId, fitting } of counts) {
    const end = passed + fitting;
    if (end > offset && passed < offset + FROZEN_PAGE_SIZE) {
      if (units.length === 0) skipped = offset - passed;
      units.push(unitId);
    }
    passed = end;
  }
  return { units, skipped };
}

const rowsOf = (db: Db, condition: SQL | undefined, units: readonly string[], skipped: number) =>
  db
    .select({
      frozen: closedStandings,
      unitName: closedUnitFigures.name,
      addedHundredths: sql<number>`coalesce(${closingChanges.hundredths}, 0)`,
      addedHalfDays: sql<number>`coalesce(${closingChanges.halfDays}, 0)`,
    })
    .from(closedStandings)
    .innerJoin(closedUnitFigures, ofUnit)
    .innerJoin(people, eq(people.id, closedStandings.personId))
    .leftJoin(
      closingChanges,
      and(
        eq(closingChanges.closingId, closedStandings.closingId),
        eq(closingChanges.personId, closedStandings.personId),
      ),
    )
    .where(and(condition, oneOf(closedStandings.unitId, 'units')))
    .orderBy(asc(closedUnitFigures.path), asc(people.namePinyin), asc(people.id))
    .limit(FROZEN_PAGE_SIZE)
    .offset(skipped)
    .prepare()
    .all({ units: listed(units) });

/** A page of the frozen list, unit by unit as they stood in the tree, by name; and how many fit. */
export async function frozenPeople(db: Db, closingId: string, filter: FrozenFilter) {
  const page = filter.page ?? 1;
  const condition = await conditionOf(db, closingId, filter);
  const counts = await countsByUnit(db, condition);
  const total = counts.reduce((sum, { fitting }) => sum + fitting, 0);
  const { units, skipped } = unitsOfPage(counts, (page - 1) * FROZEN_PAGE_SIZE);
  const rows = units.length === 0 ? [] : await rowsOf(db, condition, units, skipped);
  return {
    items: rows.map(({ frozen, unitName, addedHundredths, addedHalfDays }): FrozenPerson => {
      const { personId, name, unitId, category, hundredths, halfDays } = frozen;
      return {
        personId,
        name,
        unitId,
        unitName,
        category: category as FrozenPerson['category'],
        state: frozen.state as FrozenPerson['state'],
        targetHundredths: frozen.targetHundredths,
        targetHalfDays: frozen.targetHalfDays,
        closed: { hundredths, halfDays },
        corrected: {
          hundredths: hundredths + addedHundredths,
          halfDays: halfDays + addedHalfDays,
        },
      };
    }),
    total,
    page,
    pageSize: FROZEN_PAGE_SIZE,
  };
}
