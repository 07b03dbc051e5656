// A whole subtree as it stood at the end of a day, for figures of that time.
import { schema, type Reader } from '@xueshi/database';
import { endOfTrainingDay } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { Refused } from '../../platform/refused.ts';

const { orgUnitVersions } = schema;

export interface UnitThen {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly level: string;
}

/** The last instant of a day that has begun; a day to come is as it is now. Throws Refused for no day. */
export function instantOn(day: string, now: Date): Date {
  const end = endOfTrainingDay(day);
  if (end === null) throw new Refused('day-unknown', { day });
  return new Date(Math.min(end.getTime() - 1, now.getTime()));
}

export const validAt = (at: Date) =>
  and(
    lte(orgUnitVersions.validFrom, at),
    or(isNull(orgUnitVersions.validTo), gt(orgUnitVersions.validTo, at)),
  );

/** Where units lay then, by their ids; those that were not there yet are left out. */
export async function pathsThen(
  db: Reader,
  unitIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ id: orgUnitVersions.unitId, path: orgUnitVersions.path })
    .from(orgUnitVersions)
    .where(and(inArray(orgUnitVersions.unitId, [...unitIds]), validAt(at)));
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/**
 * The unit and the open units below it then, parents before their children; [] where it was not there
 * yet. All at once: a tree is far smaller than its people.
 */
export async function treeThen(db: Reader, unitId: string, at: Date): Promise<UnitThen[]> {
  const then = {
    id: orgUnitVersions.unitId,
    path: orgUnitVersions.path,
    name: orgUnitVersions.name,
    level: orgUnitVersions.level,
  };
  const [top] = await db
    .select(then)
    .from(orgUnitVersions)
    .where(and(eq(orgUnitVersions.unitId, unitId), validAt(at)));
  if (!top) return [];
  const below = sql`${orgUnitVersions.path} >= ${top.path} AND ${orgUnitVersions.path} < ${`${top.path}~`}`;
  return db
    .select(then)
    .from(orgUnitVersions)
    .where(and(below, validAt(at), eq(orgUnitVersions.open, true)))
    .orderBy(asc(orgUnitVersions.path));
}
