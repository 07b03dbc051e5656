// Pairs that may be one person entered twice.
import type { Twin } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, isNull, sql, sum } from 'drizzle-orm';

const { accounts, annualAccounts, memberships, orgUnits, people } = schema;

export const MOST_PAIRS = 50;
/** Comparing names of more people than this would keep everybody else waiting. */
export const MOST_PEOPLE = 20_000;

/** Of a unit and everything below it; stops counting where there are too many. */
export async function isTooLarge(db: Reader, unitId: string): Promise<boolean> {
  const [row] = await db.all<{ people: number }>(sql`
    SELECT count(*) AS people FROM (
      SELECT 1 FROM org_unit_ancestors a
      JOIN memberships m ON m.org_unit_id = a.unit_id AND m.ends_at IS NULL
      WHERE a.ancestor_id = ${unitId} LIMIT ${MOST_PEOPLE + 1})`);
  return (row?.people ?? 0) > MOST_PEOPLE;
}

/**
 * The same name in the same unit, or where only one of the two has a personnel code: typed in by
 * hand and brought by a roster. Different identity numbers, and pairs that were said to be two, are none.
 */
export const findPairs = (db: Reader, unitId: string) =>
  db.all<{ one: string; other: string }>(sql`
    WITH here AS MATERIALIZED (
      SELECT p.id, p.name, p.code, p.identity_index, m.org_unit_id
      FROM org_unit_ancestors a
      JOIN memberships m ON m.org_unit_id = a.unit_id AND m.ends_at IS NULL
      JOIN people p ON p.id = m.person_id AND p.closed_at IS NULL
      WHERE a.ancestor_id = ${unitId})
    SELECT one.id AS one, other.id AS other
    FROM here one JOIN here other ON other.name = one.name AND other.id > one.id
    WHERE (one.org_unit_id = other.org_unit_id OR (one.code IS NULL) <> (other.code IS NULL))
      AND (one.identity_index IS NULL OR other.identity_index IS NULL
        OR one.identity_index = other.identity_index)
      AND NOT EXISTS (SELECT 1 FROM distinct_people d
        WHERE d.one_id = one.id AND d.other_id = other.id)
    ORDER BY one.name, one.id, other.id LIMIT ${MOST_PAIRS + 1}`);

/** People as they are compared, by id. */
export async function twinsOf(
  db: Reader,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Twin>> {
  if (personIds.length === 0) return new Map();
  const hundredths = db
    .select({
      personId: annualAccounts.personId,
      hundredths: sum(annualAccounts.hundredths).mapWith(Number).as('earned'),
    })
    .from(annualAccounts)
    .where(inArray(annualAccounts.personId, [...personIds]))
    .groupBy(annualAccounts.personId)
    .as('sums');
  const rows = await db
    .select({
      personId: people.id,
      name: people.name,
      unitName: orgUnits.name,
      post: memberships.post,
      category: memberships.audienceCategory,
      code: people.code,
      loginName: accounts.loginName,
      hundredths: hundredths.hundredths,
    })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(accounts, eq(accounts.personId, people.id))
    .leftJoin(hundredths, eq(hundredths.personId, people.id))
    .where(inArray(people.id, [...personIds]));
  return new Map(
    rows.map((row) => [
      row.personId,
      {
        ...row,
        unitName: row.unitName ?? '',
        category: row.category as Twin['category'],
        hundredths: row.hundredths ?? 0,
      },
    ]),
  );
}
