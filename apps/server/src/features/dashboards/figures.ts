// The sums that triggers keep, read for one unit and its children; never the ledger itself.
import type { Dashboard, OutlookTally } from '@xueshi/contracts';
import { amongst, preparedQuery, schema, type Reader } from '@xueshi/database';
import { OUTLOOKS, type Outlook } from '@xueshi/domain';
import { and, desc, eq, or, ne, sql, type AnyColumn, type SQL } from 'drizzle-orm';

const { personStandings, unitDays, unitKeyGroups, unitKinds, unitOutlooks } = schema;

/** The people of a unit’s subtree in a year; '' asks for those without a category, null for all. */
export interface Scope {
  readonly unitId: string;
  readonly year: number;
  readonly category: string | null;
}

interface TallyRow {
  readonly outlook: string;
  readonly people: number;
  readonly hundredths: number;
  readonly halfDays: number;
}

const FIELD = {
  reached: 'reached',
  likely: 'likely',
  unsure: 'unsure',
  at_risk: 'atRisk',
  none: 'none',
} as const satisfies Record<Outlook, keyof OutlookTally>;

export function tallyOf(rows: readonly TallyRow[]): OutlookTally {
  const sum = {
    people: 0,
    reached: 0,
    likely: 0,
    unsure: 0,
    atRisk: 0,
    none: 0,
    hundredths: 0,
    halfDays: 0,
  };
  for (const row of rows) {
    const outlook = OUTLOOKS.find((one) => one === row.outlook) ?? 'none';
    sum[FIELD[outlook]] += row.people;
    sum.people += row.people;
    sum.hundredths += row.hundredths;
    sum.halfDays += row.halfDays;
  }
  return sum;
}

const ofYear = (table: { readonly unitId: AnyColumn; readonly year: AnyColumn }) =>
  and(eq(table.unitId, sql.placeholder('unitId')), eq(table.year, sql.placeholder('year')));

/** Two statements, of all categories and of one: either finds its rows by the index in its own way. */
function forScope<Query>(
  prepare: (db: Reader, chosen: (category: SQL) => SQL | undefined) => Query,
) {
  const ofAll = preparedQuery((db) => prepare(db, () => undefined));
  const ofOne = preparedQuery((db) =>
    prepare(db, (category) => sql`${category} = ${sql.placeholder('category')}`),
  );
  return (db: Reader, { category }: Pick<Scope, 'category'>): Query =>
    category === null ? ofAll(db) : ofOne(db);
}

const total = (column: AnyColumn) => sql<number>`sum(${column})`;

export type OutlookRow = typeof unitOutlooks.$inferSelect;

const outlooksQuery = preparedQuery((db) =>
  db.select().from(unitOutlooks).where(ofYear(unitOutlooks)).prepare(),
);

/** How the year will end for a unit's subtree, category by category. */
export const outlooksOf = (db: Reader, unitId: string, year: number): Promise<OutlookRow[]> =>
  outlooksQuery(db).all({ unitId, year });

const peopleIf = (outlook: Outlook) =>
  sql`sum(CASE WHEN outlook = ${outlook} THEN people ELSE 0 END)`;
const OUTLOOK_SUMS = sql`sum(people) AS people, ${peopleIf('reached')} AS reached,
  ${peopleIf('likely')} AS likely, ${peopleIf('unsure')} AS unsure, ${peopleIf('at_risk')} AS "atRisk",
  ${peopleIf('none')} AS none, sum(hundredths) AS hundredths, sum(half_days) AS "halfDays"`;

/** The same for each of many units, one row a unit; units with nobody have none. */
export async function talliesOf(
  db: Reader,
  unitIds: readonly string[],
  { year, category }: Omit<Scope, 'unitId'>,
): Promise<Map<string, OutlookTally>> {
  const chosen = category === null ? sql`` : sql` AND category = ${category}`;
  // By name: drizzle's decoding of some thousand plain figures takes longer than reading them.
  const rows = await db.all<OutlookTally & { unitId: string }>(sql`
    SELECT unit_id AS "unitId", ${OUTLOOK_SUMS} FROM ${unitOutlooks}
    WHERE ${amongst(sql`unit_id`, unitIds)} AND year = ${year}${chosen} GROUP BY unit_id`);
  return new Map(rows.map(({ unitId, ...tally }) => [unitId, tally]));
}

const directQuery = forScope((db, chosen) =>
  db
    .select({
      outlook: personStandings.outlook,
      people: sql<number>`count(*)`,
      hundredths: sql<number>`coalesce(sum(${personStandings.hundredths}), 0)`,
      halfDays: sql<number>`coalesce(sum(${personStandings.halfDays}), 0)`,
    })
    .from(personStandings)
    .where(and(ofYear(personStandings), chosen(sql`coalesce(${personStandings.category}, '')`)))
    .groupBy(personStandings.outlook)
    .prepare(),
);

/** The people of the unit itself. */
export const directTally = async (db: Reader, scope: Scope) =>
  tallyOf(await directQuery(db, scope).all({ ...scope }));

export interface MonthSum {
  readonly month: number;
  readonly hundredths: number;
  readonly halfDays: number;
  /** Of these, on days up to the one asked about. */
  readonly toDay: number;
  readonly halfDaysToDay: number;
}

const toDay = (column: AnyColumn) =>
  sql<number>`sum(CASE WHEN ${unitDays.day} <= ${sql.placeholder('day')} THEN ${column} ELSE 0 END)`;
const month = sql<number>`${unitDays.day} / 100`;

const monthsQuery = forScope((db, chosen) =>
  db
    .select({
      month,
      hundredths: total(unitDays.hundredths),
      halfDays: total(unitDays.halfDays),
      toDay: toDay(unitDays.hundredths),
      halfDaysToDay: toDay(unitDays.halfDays),
    })
    .from(unitDays)
    .where(and(ofYear(unitDays), chosen(sql`${unitDays.category}`)))
    .groupBy(month)
    .orderBy(month)
    .prepare(),
);

/** What was earned in each month that has something, and how much of it up to a day (101 … 1231). */
export const monthsOf = (db: Reader, scope: Scope, day: number): Promise<MonthSum[]> =>
  monthsQuery(db, scope).all({ ...scope, day });

/** What was earned in each of the kinds that a column tells apart, the most first. */
const kindsQuery = <Kind extends typeof unitKinds.area | typeof unitKinds.mode>(kind: Kind) =>
  forScope((db, chosen) => {
    const hundredths = total(unitKinds.hundredths);
    const halfDays = total(unitKinds.halfDays);
    return db
      .select({ kind: sql<string>`${kind}`, hundredths, halfDays })
      .from(unitKinds)
      .where(and(ofYear(unitKinds), chosen(sql`${unitKinds.category}`)))
      .groupBy(kind)
      .having(or(ne(hundredths, 0), ne(halfDays, 0)))
      .orderBy(desc(hundredths), kind)
      .prepare();
  });
const areasQuery = kindsQuery(unitKinds.area);
const modesQuery = kindsQuery(unitKinds.mode);

export const areasOf = async (db: Reader, scope: Scope): Promise<Dashboard['byArea']> => {
  const rows = await areasQuery(db, scope).all({ ...scope });
  return rows.map(({ kind, ...amount }) => ({
    area: (kind === '' ? null : kind) as Dashboard['byArea'][number]['area'],
    ...amount,
  }));
};

export const modesOf = async (db: Reader, scope: Scope): Promise<Dashboard['byMode']> => {
  const rows = await modesQuery(db, scope).all({ ...scope });
  return rows.map(({ kind, ...amount }) => ({
    mode: kind as Dashboard['byMode'][number]['mode'],
    ...amount,
  }));
};

const keyGroupsQuery = forScope((db, chosen) =>
  db
    .select({
      keyGroup: unitKeyGroups.keyGroup,
      outlook: unitKeyGroups.outlook,
      people: total(unitKeyGroups.people),
      hundredths: total(unitKeyGroups.hundredths),
      halfDays: total(unitKeyGroups.halfDays),
    })
    .from(unitKeyGroups)
    .where(and(ofYear(unitKeyGroups), chosen(sql`${unitKeyGroups.category}`)))
    .groupBy(unitKeyGroups.keyGroup, unitKeyGroups.outlook)
    .having(sql`sum(${unitKeyGroups.people}) > 0`)
    .prepare(),
);

export const keyGroupsOf = async (db: Reader, scope: Scope): Promise<Dashboard['byKeyGroup']> => {
  const rows = await keyGroupsQuery(db, scope).all({ ...scope });
  return [...Map.groupBy(rows, ({ keyGroup }) => keyGroup)].map(([keyGroup, some]) => ({
    keyGroup,
    tally: tallyOf(some),
  }));
};
