// Names behind the figures: any unit, any filter, any order, a page at a time.
import type { PeopleOrder } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { STANDINGS } from '@xueshi/domain';
import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { namesLike, pinyinStart } from './name-search.ts';
import { sumTallies, talliesOf } from './tallies.ts';

const { memberships, orgUnits, people, personStandings } = schema;

interface Wanted {
  readonly unitId: string;
  readonly year: number;
  readonly state?: string | undefined;
  /** Any of these states. */
  readonly states?: readonly string[] | undefined;
  /** '' asks for people without one. */
  readonly category?: string | undefined;
  /** Part of a name, the beginning of its pinyin or initials, or a whole personnel code; folded. */
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

const INDEX: Record<PeopleOrder, { readonly column: SQL; readonly index: SQL }> = {
  name: { column: sql`s.name_pinyin`, index: sql`person_standings_name` },
  hours: { column: sql`s.hundredths`, index: sql`person_standings_hours` },
  days: { column: sql`s.half_days`, index: sql`person_standings_days` },
  share: { column: sql`s.share`, index: sql`person_standings_share` },
};

/** How many there are, from the roll-ups: no name is counted one by one. */
interface Reach {
  /** Of the unit, with the states and the category, apart from a name typed. */
  readonly matching: number;
  readonly inUnit: number;
  readonly everywhere: number;
  /** Everywhere with the states, of any category: so many an order leads past. */
  readonly alike: number;
}

async function reachOf(db: Reader, wanted: Wanted): Promise<Reach> {
  const { unitId, year, category, direct } = wanted;
  const states = statesOf(wanted);
  const rows =
    (await talliesOf(db, [unitId], year, direct === true ? 'own' : 'below')).get(unitId) ?? [];
  const top = await db.select({ id: orgUnits.id }).from(orgUnits).where(isNull(orgUnits.parentId));
  const ids = top.map(({ id }) => id);
  const all = [...(await talliesOf(db, ids, year, 'below')).values()].flat();
  const matching = rows.filter(
    (row) => states.includes(row.state) && (category === undefined || row.category === category),
  );
  const peopleOf = (some: typeof rows) => sumTallies(some).people;
  return {
    matching: peopleOf(matching),
    inUnit: peopleOf(rows),
    everywhere: peopleOf(all),
    alike: peopleOf(all.filter(({ state }) => states.includes(state))),
  };
}

const statesOf = ({ state, states }: Wanted): readonly string[] =>
  STANDINGS.filter(
    (one) =>
      (state === undefined || one === state) && (states === undefined || states.includes(one)),
  );

/** Nothing where every state is meant: each named one would be looked for by itself. */
function stateIs(wanted: Wanted): SQL[] {
  const states = statesOf(wanted);
  return states.length === STANDINGS.length ? [] : [sql`s.state IN ${[...states]}`];
}

function categoryIs(category: string | undefined): SQL[] {
  if (category === undefined) return [];
  return [category === '' ? sql`s.category IS NULL` : sql`s.category = ${category}`];
}

/** Of the unit or below it; nothing where that is everybody. */
function isThere({ unitId, direct }: Wanted, { inUnit, everywhere }: Reach): SQL[] {
  if (inUnit === everywhere) return [];
  if (direct === true) return [sql`s.unit_id = ${unitId}`];
  return [
    sql`s.unit_id IN (SELECT a.unit_id FROM org_unit_ancestors a WHERE a.ancestor_id = ${unitId})`,
  ];
}

const all = (conditions: readonly SQL[]) => sql.join([...conditions], sql` AND `);

/**
 * Everybody of the unit who fits, to be sorted: the units first, then who is in them. The index is
 * named because the engine, which knows no numbers, takes those of the order.
 */
function ofUnits(wanted: Wanted): SQL {
  const { unitId, year, category, query, direct } = wanted;
  const conditions = [
    sql`s.year = ${year}`,
    ...stateIs(wanted),
    ...categoryIs(category),
    ...(query === undefined ? [] : [namesLike(query)]),
  ];
  const standings = sql`person_standings s INDEXED BY person_standings_of_unit`;
  const named = query === undefined ? sql`` : sql`CROSS JOIN people p ON p.id = s.person_id`;
  if (direct === true)
    return sql`FROM ${standings} ${named} WHERE ${all([sql`s.unit_id = ${unitId}`, ...conditions])}`;
  return sql`FROM org_unit_ancestors a CROSS JOIN ${standings} ${named}
    WHERE ${all([sql`a.ancestor_id = ${unitId} AND s.unit_id = a.unit_id`, ...conditions])}`;
}

/** Whose name begins as typed, by the index of names: among very many, no other part of it is looked for. */
function named(wanted: Wanted, query: string, reach: Reach): SQL {
  const conditions = [
    sql`s.year = ${wanted.year}`,
    ...stateIs(wanted),
    pinyinStart(query),
    ...categoryIs(wanted.category),
    ...isThere(wanted, reach),
    namesLike(query),
  ];
  return sql`FROM person_standings s INDEXED BY person_standings_name
    CROSS JOIN people p ON p.id = s.person_id WHERE ${all(conditions)}`;
}

/** Who fits and has exactly this personnel code: then nobody else is meant. */
async function holderOfCode(db: Reader, wanted: Wanted, typed: string): Promise<string | null> {
  const { unitId, year, category, direct } = wanted;
  const conditions = [
    sql`p.code IN ${[typed, typed.toUpperCase()]} AND s.year = ${year}`,
    ...stateIs(wanted),
    ...categoryIs(category),
    direct === true
      ? sql`s.unit_id = ${unitId}`
      : sql`s.unit_id IN (SELECT a.unit_id FROM org_unit_ancestors a WHERE a.ancestor_id = ${unitId})`,
  ];
  const [row] = await db.all<{ id: string }>(
    sql`SELECT s.person_id AS id FROM people p INDEXED BY people_code
      CROSS JOIN person_standings s ON s.person_id = p.id WHERE ${all(conditions)} LIMIT 1`,
  );
  return row?.id ?? null;
}

/** In order already: the indexes of the order, one stretch of it a state, read side by side. */
function inOrder(wanted: Wanted, reach: Reach): SQL {
  const { column, index } = INDEX[wanted.sort];
  const stretches = statesOf(wanted).map((state) => {
    const conditions = [
      sql`s.year = ${wanted.year} AND s.state = ${state}`,
      ...categoryIs(wanted.category),
      ...isThere(wanted, reach),
    ];
    return sql`SELECT s.person_id AS id, ${column} AS place
      FROM person_standings s INDEXED BY ${index} WHERE ${all(conditions)}`;
  });
  return sql.join(stretches, sql` UNION ALL `);
}

/** Among so many a name is looked for by its beginning alone. */
const LOOKED_THROUGH_AT_MOST = 20_000;
/** What reading and sorting one person costs, in entries of an index that are passed over. */
const SORTING_ONE = 2;

/** Whether few are passed over along an order until the page is full, against sorting all who match. */
const isSoonFull = ({ matching, alike }: Reach, { offset, limit }: Page) =>
  (offset + limit) * alike < matching * matching * SORTING_ONE;

/** A page of ids in order, and how many there are in all. */
async function listIds(db: Reader, wanted: Wanted, page: Page) {
  const reach = await reachOf(db, wanted);
  if (reach.matching === 0) return { ids: [], total: 0 };
  const direction = wanted.descending ? sql`DESC` : sql`ASC`;
  const order = sql`ORDER BY place ${direction}, id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`;
  const read = async (select: SQL) =>
    (await db.all<{ id: string }>(sql`${select} ${order}`)).map(({ id }) => id);
  const { query } = wanted;
  const coded = query === undefined ? null : await holderOfCode(db, wanted, query);
  if (coded !== null) return { ids: page.offset === 0 ? [coded] : [], total: 1 };
  // Behind the last page there is nobody to be looked for.
  if (query === undefined && page.offset >= reach.matching)
    return { ids: [], total: reach.matching };
  if (query === undefined && isSoonFull(reach, page))
    return { ids: await read(inOrder(wanted, reach)), total: reach.matching };
  const from =
    query !== undefined && reach.matching > LOOKED_THROUGH_AT_MOST
      ? named(wanted, query, reach)
      : ofUnits(wanted);
  const ids = await read(
    sql`SELECT s.person_id AS id, ${INDEX[wanted.sort].column} AS place ${from}`,
  );
  if (query === undefined) return { ids, total: reach.matching };
  const [counted] = await db.all<{ total: number }>(sql`SELECT count(*) AS total ${from}`);
  return { ids, total: counted?.total ?? 0 };
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
