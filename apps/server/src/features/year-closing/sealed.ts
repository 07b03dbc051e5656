// Which closing a unit's year is read from: its own, or that of the nearest unit above which holds it.
import { schema, type Reader } from '@xueshi/database';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';

const { closedUnitFigures, orgUnits, yearClosings } = schema;

export interface SealedYear {
  readonly closingId: string;
  readonly year: number;
  readonly hash: string;
  readonly sealedAt: Date;
  /** The unit that the seal is of: the unit asked for, or one above it. */
  readonly sealedUnit: string;
  /** Where the unit asked for lay when the year was closed. */
  readonly path: string;
  /** How many of its subtree were frozen. */
  readonly people: number;
}

/** Newest year first; of several closings of a year the one nearest to the unit. */
export async function sealedYearsOf(
  db: Reader,
  unit: Pick<OrgUnit, 'id' | 'path'>,
): Promise<SealedYear[]> {
  const above = unit.path.split('/').filter((id) => id !== '');
  const rows = await db
    .select({
      closingId: yearClosings.id,
      year: yearClosings.year,
      hash: yearClosings.hash,
      sealedAt: yearClosings.sealedAt,
      sealedUnit: orgUnits.name,
      path: closedUnitFigures.path,
      people: closedUnitFigures.people,
    })
    .from(yearClosings)
    .innerJoin(orgUnits, eq(orgUnits.id, yearClosings.orgUnitId))
    .innerJoin(
      closedUnitFigures,
      and(eq(closedUnitFigures.closingId, yearClosings.id), eq(closedUnitFigures.unitId, unit.id)),
    )
    .where(and(inArray(yearClosings.orgUnitId, above), eq(yearClosings.state, 'sealed')))
    .orderBy(desc(yearClosings.year), desc(sql`length(${orgUnits.path})`));
  const nearest = new Map<number, SealedYear>();
  for (const { hash, sealedAt, ...row } of rows)
    if (hash !== null && sealedAt !== null && !nearest.has(row.year))
      nearest.set(row.year, { ...row, hash, sealedAt });
  return [...nearest.values()];
}
