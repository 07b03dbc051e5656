// The figures of units, from their roll-ups: as many rows as there are categories and states.
import type { Tally } from '@xueshi/contracts';
import { amongst, schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, sql } from 'drizzle-orm';

const { unitTallies } = schema;

export type TallyRow = typeof unitTallies.$inferSelect;

/** `below` a unit is all of its subtree; `own` are the people of the unit itself. */
type TallyScope = 'below' | 'own';

const FIELD = {
  met: 'met',
  on_course: 'onCourse',
  behind: 'behind',
  nothing_yet: 'nothingYet',
  without_category: 'withoutCategory',
  exempt: 'exempt',
} as const satisfies Record<string, keyof Tally>;

const emptyTally = (): Tally => ({
  people: 0,
  met: 0,
  onCourse: 0,
  behind: 0,
  nothingYet: 0,
  withoutCategory: 0,
  exempt: 0,
  hundredths: 0,
  halfDays: 0,
});

export function sumTallies(rows: readonly TallyRow[]): Tally {
  const sum = emptyTally();
  for (const row of rows) {
    sum.people += row.people;
    sum.hundredths += row.hundredths;
    sum.halfDays += row.halfDays;
    sum[FIELD[row.state as keyof typeof FIELD]] += row.people;
  }
  return sum;
}

/** At most this many units in one statement. */
const UNITS_A_STATEMENT = 1_000;

/** The roll-up rows of some units in a year, by unit. */
export async function talliesOf(
  db: Reader,
  unitIds: readonly string[],
  year: number,
  scope: TallyScope,
): Promise<ReadonlyMap<string, TallyRow[]>> {
  const rows: TallyRow[] = [];
  for (let from = 0; from < unitIds.length; from += UNITS_A_STATEMENT) {
    rows.push(
      ...(await db
        .select()
        .from(unitTallies)
        .where(
          and(
            inArray(unitTallies.unitId, unitIds.slice(from, from + UNITS_A_STATEMENT)),
            eq(unitTallies.year, year),
            eq(unitTallies.scope, scope),
          ),
        )),
    );
  }
  return Map.groupBy(rows, (row) => row.unitId);
}

const peopleWho = (state: keyof typeof FIELD) =>
  sql`sum(CASE WHEN state = ${state} THEN people ELSE 0 END)`;
const TALLY_SUMS = sql`sum(people) AS people, ${peopleWho('met')} AS met,
  ${peopleWho('on_course')} AS "onCourse", ${peopleWho('behind')} AS behind,
  ${peopleWho('nothing_yet')} AS "nothingYet", ${peopleWho('without_category')} AS "withoutCategory",
  ${peopleWho('exempt')} AS exempt, sum(hundredths) AS hundredths, sum(half_days) AS "halfDays"`;

/**
 * The sum of each unit's roll-up rows in a year, to be asked for by unit. Summed where the rows are: a county has
 * five times as many of them as units.
 */
export async function tallySums(
  db: Reader,
  unitIds: readonly string[],
  year: number,
  scope: TallyScope,
): Promise<(unitId: string) => Tally> {
  const rows = await db.all<Tally & { unitId: string }>(sql`
    SELECT unit_id AS "unitId", ${TALLY_SUMS} FROM ${unitTallies}
    WHERE ${amongst(sql`unit_id`, unitIds)} AND year = ${year} AND scope = ${scope}
    GROUP BY unit_id`);
  const sums = new Map(rows.map(({ unitId, ...tally }) => [unitId, tally]));
  return (unitId) => sums.get(unitId) ?? emptyTally();
}
