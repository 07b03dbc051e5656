import { schema, type Reader } from '@xueshi/database';
import { and, asc, between, eq, inArray } from 'drizzle-orm';

const { orgUnits, yearClosings } = schema;

/** The first of some years, both inclusive, that the unit at a path or one above it has closed; null: none. */
export async function closedYearWithin(
  db: Reader,
  orgPath: string,
  { fromYear, toYear }: { readonly fromYear: number; readonly toYear: number },
): Promise<{ year: number; unit: string } | null> {
  const above = orgPath.split('/').filter((id) => id !== '');
  const [row] = await db
    .select({ year: yearClosings.year, unit: orgUnits.name })
    .from(yearClosings)
    .innerJoin(orgUnits, eq(orgUnits.id, yearClosings.orgUnitId))
    .where(
      and(inArray(yearClosings.orgUnitId, above), between(yearClosings.year, fromYear, toYear)),
    )
    .orderBy(asc(yearClosings.year))
    .limit(1);
  return row ?? null;
}
