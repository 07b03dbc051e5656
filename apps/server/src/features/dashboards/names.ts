// The names behind an outlook: those with the most hours to go first, a page at a time by key.
import type { Reader } from '@xueshi/database';
import { sql, type SQL } from 'drizzle-orm';
import type { Scope } from './figures.ts';

export interface WantedNames extends Scope {
  readonly outlook: string;
  readonly keyGroup: string | null;
  /** Only people of the unit itself. */
  readonly direct: boolean;
}

export interface Place {
  readonly missing: number;
  readonly id: string;
}

/** So many people are read unit by unit and sorted; of more the order is read along its index. */
const READ_BY_UNIT = 6_000;

function conditionsOf({ year, category, outlook, keyGroup }: WantedNames): SQL[] {
  return [
    sql`s.year = ${year}`,
    sql`s.outlook = ${outlook}`,
    ...(category === null ? [] : [sql`coalesce(s.category, '') = ${category}`]),
    ...(keyGroup === null
      ? []
      : [
          sql`EXISTS (SELECT 1 FROM key_group_memberships k
            WHERE k.person_id = s.person_id AND k.key_group = ${keyGroup} AND k.ends_at IS NULL)`,
        ]),
  ];
}

/** Whether a standing `s` is on a list: the condition, for queries that begin elsewhere. */
export function amongNames(wanted: WantedNames): SQL {
  const { unitId, direct } = wanted;
  const there = direct
    ? sql`s.unit_id = ${unitId}`
    : sql`EXISTS (SELECT 1 FROM org_unit_ancestors a
        WHERE a.unit_id = s.unit_id AND a.ancestor_id = ${unitId})`;
  return sql.join([...conditionsOf(wanted), there], sql` AND `);
}

function source(wanted: WantedNames, people: number, more: readonly SQL[]): SQL {
  const where = sql.join([...conditionsOf(wanted), ...more], sql` AND `);
  const { unitId } = wanted;
  if (wanted.direct) return sql`FROM person_standings s WHERE s.unit_id = ${unitId} AND ${where}`;
  // CROSS JOIN keeps the engine to this order: the units first, then who is in them.
  if (people <= READ_BY_UNIT)
    return sql`FROM org_unit_ancestors a CROSS JOIN person_standings s
      WHERE a.ancestor_id = ${unitId} AND s.unit_id = a.unit_id AND ${where}`;
  return sql`FROM person_standings s WHERE ${where}
    AND EXISTS (SELECT 1 FROM org_unit_ancestors a
      WHERE a.unit_id = s.unit_id AND a.ancestor_id = ${unitId})`;
}

/**
 * What comes after a place. Where people are read unit by unit a sum keeps the engine from walking the
 * index of the order once for each unit.
 */
const beyondPlace = ({ missing, id }: Place, byOrder: boolean): SQL =>
  byOrder
    ? sql`(s.missing_hundredths, s.person_id) < (${missing}, ${id})`
    : sql`(s.missing_hundredths + 0, s.person_id) < (${missing}, ${id})`;

/**
 * The next ids after a place, at most `limit`; `people` are all in the unit’s subtree. `also` is what
 * holds of a standing `s` besides.
 */
export function nextNames(
  db: Reader,
  wanted: WantedNames,
  people: number,
  after: Place | null,
  limit: number,
  also: readonly SQL[] = [],
): Promise<Place[]> {
  const byOrder = !wanted.direct && people > READ_BY_UNIT;
  const beyond = after === null ? [] : [beyondPlace(after, byOrder)];
  return db.all(sql`SELECT s.person_id AS id, s.missing_hundredths AS missing
    ${source(wanted, people, [...beyond, ...also])}
    ORDER BY s.missing_hundredths DESC, s.person_id DESC LIMIT ${limit}`);
}

/** How many people of the unit itself are meant; below a unit the sums tell it. */
export async function countDirect(db: Reader, wanted: WantedNames): Promise<number> {
  const [row] = await db.all<{ people: number }>(
    sql`SELECT count(*) AS people ${source({ ...wanted, direct: true }, 0, [])}`,
  );
  return row?.people ?? 0;
}
