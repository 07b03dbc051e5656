// The sums that triggers keep, read for one unit and its children; never the ledger itself.
import type { Dashboard, OutlookTally } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { OUTLOOKS, type Outlook } from '@xueshi/domain';
import { and, eq, sql, type SQL } from 'drizzle-orm';

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

export type OutlookRow = typeof unitOutlooks.$inferSelect;

/** How the year will end for a unit's subtree, category by category. */
export const outlooksOf = (db: Reader, unitId: string, year: number): Promise<OutlookRow[]> =>
  db
    .select()
    .from(unitOutlooks)
    .where(and(eq(unitOutlooks.unitId, unitId), eq(unitOutlooks.year, year)));

const UNITS_A_STATEMENT = 1_000;
const peopleIf = (outlook: Outlook) =>
  sql`sum(CASE WHEN outlook = ${outlook} THEN people ELSE 0 END)`;

/** The same for each of many units, one row a unit; units with nobody have none. */
export async function talliesOf(
  db: Reader,
  unitIds: readonly string[],
  { year, category }: Omit<Scope, 'unitId'>,
): Promise<Map<string, OutlookTally>> {
  const tallies = new Map<string, OutlookTally>();
  const chosen = category === null ? sql`` : sql` AND category = ${category}`;
  for (let from = 0; from < unitIds.length; from += UNITS_A_STATEMENT) {
    const some = unitIds.slice(from, from + UNITS_A_STATEMENT);
    const rows = await db.all<OutlookTally & { unitId: string }>(sql`
      SELECT unit_id AS "unitId", sum(people) AS people, ${peopleIf('reached')} AS reached,
        ${peopleIf('likely')} AS likely, ${peopleIf('unsure')} AS unsure,
        ${peopleIf('at_risk')} AS "atRisk", ${peopleIf('none')} AS none,
        sum(hundredths) AS hundredths, sum(half_days) AS "halfDays"
      FROM ${unitOutlooks} WHERE unit_id IN ${some} AND year = ${year}${chosen} GROUP BY unit_id`);
    for (const { unitId, ...tally } of rows) tallies.set(unitId, tally);
  }
  return tallies;
}

/** The people of the unit itself. */
export const directTally = async (db: Reader, { unitId, year, category }: Scope) =>
  tallyOf(
    await db
      .select({
        outlook: personStandings.outlook,
        people: sql<number>`count(*)`,
        hundredths: sql<number>`coalesce(sum(${personStandings.hundredths}), 0)`,
        halfDays: sql<number>`coalesce(sum(${personStandings.halfDays}), 0)`,
      })
      .from(personStandings)
      .where(
        and(
          eq(personStandings.unitId, unitId),
          eq(personStandings.year, year),
          category === null
            ? undefined
            : sql`coalesce(${personStandings.category}, '') = ${category}`,
        ),
      )
      .groupBy(personStandings.outlook),
  );

const within = ({ unitId, year, category }: Scope): SQL =>
  category === null
    ? sql`unit_id = ${unitId} AND year = ${year}`
    : sql`unit_id = ${unitId} AND year = ${year} AND category = ${category}`;

export interface MonthSum {
  readonly month: number;
  readonly hundredths: number;
  readonly halfDays: number;
  /** Of these, on days up to the one asked about. */
  readonly toDay: number;
  readonly halfDaysToDay: number;
}

/** What was earned in each month that has something, and how much of it up to a day (101 … 1231). */
export const monthsOf = (db: Reader, scope: Scope, day: number): Promise<MonthSum[]> =>
  db.all<MonthSum>(sql`
    SELECT day / 100 AS month, sum(hundredths) AS hundredths, sum(half_days) AS halfDays,
      sum(CASE WHEN day <= ${day} THEN hundredths ELSE 0 END) AS toDay,
      sum(CASE WHEN day <= ${day} THEN half_days ELSE 0 END) AS halfDaysToDay
    FROM ${unitDays} WHERE ${within(scope)} GROUP BY day / 100 ORDER BY month`);

export const areasOf = async (db: Reader, scope: Scope): Promise<Dashboard['byArea']> => {
  const rows = await db.all<{ area: string; hundredths: number; halfDays: number }>(sql`
    SELECT area, sum(hundredths) AS hundredths, sum(half_days) AS halfDays FROM ${unitKinds}
    WHERE ${within(scope)} GROUP BY area
    HAVING sum(hundredths) <> 0 OR sum(half_days) <> 0 ORDER BY hundredths DESC, area`);
  return rows.map(({ area, ...amount }) => ({
    area: (area === '' ? null : area) as Dashboard['byArea'][number]['area'],
    ...amount,
  }));
};

export const modesOf = (db: Reader, scope: Scope): Promise<Dashboard['byMode']> =>
  db.all(sql`
    SELECT mode, sum(hundredths) AS hundredths, sum(half_days) AS halfDays FROM ${unitKinds}
    WHERE ${within(scope)} GROUP BY mode
    HAVING sum(hundredths) <> 0 OR sum(half_days) <> 0 ORDER BY hundredths DESC, mode`);

export const keyGroupsOf = async (db: Reader, scope: Scope): Promise<Dashboard['byKeyGroup']> => {
  const rows = await db.all<TallyRow & { keyGroup: string }>(sql`
    SELECT key_group AS keyGroup, outlook, sum(people) AS people, sum(hundredths) AS hundredths,
      sum(half_days) AS halfDays
    FROM ${unitKeyGroups} WHERE ${within(scope)} GROUP BY key_group, outlook
    HAVING sum(people) > 0`);
  return [...Map.groupBy(rows, ({ keyGroup }) => keyGroup)].map(([keyGroup, some]) => ({
    keyGroup,
    tally: tallyOf(some),
  }));
};
