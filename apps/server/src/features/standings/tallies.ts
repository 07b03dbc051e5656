// The figures of units, from their roll-ups: as many rows as there are categories and states.
import type { Tally } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, eq, inArray } from 'drizzle-orm';

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
