// The sums of annual accounts as they were at an instant, from the ledger itself.
import { listed, oneOf, schema, type Reader } from '@xueshi/database';
import { and, count, lte, sql } from 'drizzle-orm';
import type { AccountSum } from './service.ts';

const { creditEntries } = schema;

const PEOPLE_A_STATEMENT = 500;

/** What people’s accounts of some years said at an instant: entries posted later are left out. */
export async function accountsThen(
  db: Reader,
  personIds: readonly string[],
  years: readonly number[],
  at: Date,
): Promise<Map<string, AccountSum[]>> {
  const rows: AccountSum[] = [];
  for (let from = 0; from < personIds.length; from += PEOPLE_A_STATEMENT)
    rows.push(...(await sumsOf(db, personIds.slice(from, from + PEOPLE_A_STATEMENT), years, at)));
  return Map.groupBy(rows, (row) => row.personId);
}

function sumsOf(db: Reader, ids: readonly string[], years: readonly number[], at: Date) {
  const { personId, year, mode, intensity } = creditEntries;
  const area = sql<string>`coalesce(${creditEntries.area}, '')`;
  return db
    .select({
      ...{ personId, year, mode, intensity, area },
      hundredths: sql<number>`sum(${creditEntries.hundredths})`,
      halfDays: sql<number>`sum(${creditEntries.halfDays})`,
      entries: count(),
    })
    .from(creditEntries)
    .where(and(oneOf(personId, 'people'), oneOf(year, 'years'), lte(creditEntries.postedAt, at)))
    .groupBy(personId, year, mode, intensity, area)
    .prepare()
    .all({ people: listed(ids), years: listed(years) });
}
