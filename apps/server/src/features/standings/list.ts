// Names behind the figures: any unit, any filter, any order, a page at a time.
import type { PeopleOrder } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { namesLike, pinyinStart } from './name-search.ts';
import { talliesOf } from './tallies.ts';

const { memberships, orgUnits, people, personStandings } = schema;

interface Wanted {
  readonly unitId: string;
  readonly year: number;
  readonly state?: string | undefined;
  /** Any of these states. */
  readonly states?: readonly string[] | undefined;
  /** '' asks for people without one. */
  readonly category?: string | undefined;
  /** Part of a name, or the beginning of its pinyin or initials; already folded. */
  readonly query?: string | undefined;
  /** Only people of the unit itself. */
  readonly direct?: boolean | undefined;
  readonly sort: PeopleOrder;
  readonly descending: boolean;
}

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/**
 * So many are sorted for a page; where more match, the page is read along an index of the order
 * instead, which then soon finds enough.
 */
const SORTED_AT_MOST = 20_000;

const COLUMN: Record<PeopleOrder, SQL> = {
  name: sql`s.name_pinyin`,
  hours: sql`s.hundredths`,
  days: sql`s.half_days`,
  share: sql`s.share`,
};

/** How many match, apart from a name typed; from the roll-ups. */
async function countMatching(db: Reader, wanted: Wanted): Promise<number> {
  const { unitId, year, state, states, category, direct } = wanted;
  const tallies = await talliesOf(db, [unitId], year, direct === true ? 'own' : 'below');
  const rows = (tallies.get(unitId) ?? []).filter(
    (row) =>
      (state === undefined || row.state === state) &&
      (states === undefined || states.includes(row.state)) &&
      (category === undefined || row.category === category),
  );
  return rows.reduce((sum, row) => sum + row.people, 0);
}

function filtersOf({ year, state, states, category, query }: Wanted, byOrder: boolean): SQL[] {
  return [
    sql`s.year = ${year}`,
    ...(state === undefined ? [] : [sql`s.state = ${state}`]),
    ...(states === undefined ? [] : [sql`s.state IN ${[...states]}`]),
    ...(category === undefined ? [] : [sql`coalesce(s.category, '') = ${category}`]),
    ...(query === undefined ? [] : [namesLike(query)]),
    ...(query === undefined || !byOrder ? [] : [pinyinStart(query)]),
  ];
}

/** The part of the statement from FROM on, without an order. */
function source(wanted: Wanted, byOrder: boolean): SQL {
  const { unitId, direct, query } = wanted;
  const conditions = filtersOf(wanted, byOrder);
  const named = query === undefined ? sql`` : sql`JOIN people p ON p.id = s.person_id`;
  if (direct === true) {
    conditions.push(sql`s.unit_id = ${unitId}`);
    return sql`FROM person_standings s ${named} WHERE ${sql.join(conditions, sql` AND `)}`;
  }
  if (byOrder) {
    conditions.push(
      sql`EXISTS (SELECT 1 FROM org_unit_ancestors a WHERE a.unit_id = s.unit_id AND a.ancestor_id = ${unitId})`,
    );
    return sql`FROM person_standings s ${named} WHERE ${sql.join(conditions, sql` AND `)}`;
  }
  conditions.unshift(sql`a.ancestor_id = ${unitId} AND s.unit_id = a.unit_id`);
  // CROSS JOIN keeps the engine to this order: the units first, then who is in them.
  return sql`FROM org_unit_ancestors a CROSS JOIN person_standings s ${named} WHERE ${sql.join(conditions, sql` AND `)}`;
}

/** A page of ids in order, and how many there are in all. */
async function listIds(db: Reader, wanted: Wanted, page: Page) {
  const count = await countMatching(db, wanted);
  const from = source(wanted, count > SORTED_AT_MOST);
  const direction = wanted.descending ? sql`DESC` : sql`ASC`;
  const order = sql`ORDER BY ${COLUMN[wanted.sort]} ${direction}, s.person_id ${direction}`;
  const rows = await db.all<{ id: string }>(
    sql`SELECT s.person_id AS id ${from} ${order} LIMIT ${page.limit} OFFSET ${page.offset}`,
  );
  if (wanted.query === undefined) return { ids: rows.map(({ id }) => id), total: count };
  const [counted] = await db.all<{ total: number }>(sql`SELECT count(*) AS total ${from}`);
  return { ids: rows.map(({ id }) => id), total: counted?.total ?? 0 };
}

/** A page of people with where they stand, and how many match in all. */
export async function listStandings(db: Reader, wanted: Wanted, page: Page) {
  const { ids, total } = await listIds(db, wanted, page);
  const rows = await describeStandings(db, ids, wanted.year);
  const byId = new Map(rows.map((row) => [row.standing.personId, row]));
  return {
    total,
    items: ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [row] : [];
    }),
  };
}

/** People with where they stand in a year, in no order. */
export function describeStandings(db: Reader, ids: readonly string[], year: number) {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .select({
      standing: personStandings,
      name: people.name,
      unitName: orgUnits.name,
      post: memberships.post,
    })
    .from(personStandings)
    .innerJoin(people, eq(people.id, personStandings.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, personStandings.unitId))
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .where(and(eq(personStandings.year, year), inArray(personStandings.personId, [...ids])));
}

export type ListedPerson = Awaited<ReturnType<typeof describeStandings>>[number];
