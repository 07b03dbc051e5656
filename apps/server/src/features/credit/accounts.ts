// The sums of people's years, as the annual accounts have them.
import { preparedQuery, schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, sql } from 'drizzle-orm';

const { annualAccounts } = schema;

export type AccountSum = typeof annualAccounts.$inferSelect;

/** The sums of people's years, from the annual accounts. */
export async function accountsOf(db: Reader, personId: string): Promise<AccountSum[]> {
  return accountsQuery(db).all({ personId });
}

const accountsQuery = preparedQuery((db) =>
  db
    .select()
    .from(annualAccounts)
    .where(eq(annualAccounts.personId, sql.placeholder('personId')))
    .prepare(),
);

/** The sums of everybody in a subtree for some years, by person. */
export async function accountsOfPeople(
  db: Reader,
  personIds: readonly string[],
  years: readonly number[],
): Promise<Map<string, AccountSum[]>> {
  const rows: AccountSum[] = [];
  for (let from = 0; from < personIds.length; from += 500) {
    rows.push(
      ...(await db
        .select()
        .from(annualAccounts)
        .where(
          and(
            inArray(annualAccounts.personId, personIds.slice(from, from + 500)),
            inArray(annualAccounts.year, [...years]),
          ),
        )),
    );
  }
  return Map.groupBy(rows, (row) => row.personId);
}

export async function yearsOf(db: Reader, personId: string): Promise<number[]> {
  const rows = await db
    .select({ year: annualAccounts.year })
    .from(annualAccounts)
    .where(eq(annualAccounts.personId, personId))
    .groupBy(annualAccounts.year);
  return rows.map((row) => row.year);
}
