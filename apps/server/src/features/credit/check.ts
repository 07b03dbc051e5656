// Proves the ledger: every chain, every balance, every daily seal. `xueshi check` and the tests call it.
import { schema, type Reader, type Tx } from '@xueshi/database';
import { verifyChain } from '@xueshi/domain';
import { asc, eq, sql } from 'drizzle-orm';
import { fieldsOf, sha256Hex, type CreditEntry } from './ledger.ts';
import { brokenSeals } from './seals.ts';

const { annualAccounts, creditEntries, ledgerHeads } = schema;

export interface LedgerProblem {
  /** Null where a seal does not fit: it tells that something was taken away, not whose it was. */
  readonly personId: string | null;
  readonly problem: 'hash' | 'link' | 'gap' | 'head' | 'balance' | 'seal';
  readonly detail: string;
}

type Sums = Map<string, { hundredths: number; halfDays: number; entries: number }>;

const accountKey = (row: { year: number; mode: string; intensity: string; area: string | null }) =>
  `${row.year}/${row.mode}/${row.intensity}/${row.area ?? ''}`;

function sumByAccount(entries: readonly CreditEntry[]): Sums {
  const sums: Sums = new Map();
  for (const entry of entries) {
    const key = accountKey(entry);
    const sum = sums.get(key) ?? { hundredths: 0, halfDays: 0, entries: 0 };
    sum.hundredths += entry.hundredths;
    sum.halfDays += entry.halfDays;
    sum.entries += 1;
    sums.set(key, sum);
  }
  return sums;
}

async function checkPerson(db: Reader, personId: string): Promise<LedgerProblem[]> {
  const entries = await db
    .select()
    .from(creditEntries)
    .where(eq(creditEntries.personId, personId))
    .orderBy(asc(creditEntries.sequence));
  const problems: LedgerProblem[] = [];
  const chain = verifyChain(
    entries.map((entry) => ({ ...fieldsOf(entry), hash: entry.hash })),
    sha256Hex,
  );
  if (!chain.ok)
    problems.push({ personId, problem: chain.problem, detail: `entry ${chain.sequence}` });
  const [head] = await db.select().from(ledgerHeads).where(eq(ledgerHeads.personId, personId));
  const last = entries.at(-1);
  if (head?.hash !== last?.hash || head?.sequence !== last?.sequence) {
    problems.push({
      personId,
      problem: 'head',
      detail: `head says ${head?.sequence ?? 0} entries, ledger holds ${last?.sequence ?? 0}`,
    });
  }
  const accounts = await db
    .select()
    .from(annualAccounts)
    .where(eq(annualAccounts.personId, personId));
  const sums = sumByAccount(entries);
  for (const account of accounts) {
    const key = accountKey(account);
    const sum = sums.get(key);
    sums.delete(key);
    if (
      sum?.hundredths !== account.hundredths ||
      sum.halfDays !== account.halfDays ||
      sum.entries !== account.entries
    ) {
      problems.push({
        personId,
        problem: 'balance',
        detail: `account ${key} holds ${account.hundredths}, entries sum to ${sum?.hundredths ?? 0}`,
      });
    }
  }
  for (const key of sums.keys())
    problems.push({ personId, problem: 'balance', detail: `account ${key} is missing` });
  return problems;
}

export interface LedgerCheck {
  readonly people: number;
  readonly entries: number;
  readonly seals: number;
  readonly problems: readonly LedgerProblem[];
}

/** Every problem of every person's chain and accounts, and of every seal; no problem proves the ledger. */
export async function checkLedger(db: Reader): Promise<LedgerCheck> {
  const people = new Set<string>();
  for (const table of [creditEntries, annualAccounts, ledgerHeads]) {
    for (const row of await db.selectDistinct({ id: table.personId }).from(table))
      people.add(row.id);
  }
  const problems: LedgerProblem[] = [];
  for (const personId of people) problems.push(...(await checkPerson(db, personId)));
  const { seals, broken } = await brokenSeals(db);
  for (const { day, detail } of broken)
    problems.push({ personId: null, problem: 'seal', detail: `${day}: ${detail}` });
  const [count] = await db.select({ entries: sql<number>`count(*)` }).from(creditEntries);
  return { people: people.size, entries: count?.entries ?? 0, seals, problems };
}

/** Rebuilds every annual account from the entries. */
export async function rebuildAccounts(tx: Tx): Promise<void> {
  await tx.delete(annualAccounts);
  await tx.insert(annualAccounts).select(
    tx
      .select({
        personId: creditEntries.personId,
        year: creditEntries.year,
        mode: creditEntries.mode,
        intensity: creditEntries.intensity,
        area: sql<string>`coalesce(${creditEntries.area}, '')`.as('area'),
        hundredths: sql<number>`sum(${creditEntries.hundredths})`.as('hundredths'),
        halfDays: sql<number>`sum(${creditEntries.halfDays})`.as('half_days'),
        entries: sql<number>`count(*)`.as('entries'),
      })
      .from(creditEntries)
      .groupBy(
        creditEntries.personId,
        creditEntries.year,
        creditEntries.mode,
        creditEntries.intensity,
        sql`coalesce(${creditEntries.area}, '')`,
      ),
  );
}
