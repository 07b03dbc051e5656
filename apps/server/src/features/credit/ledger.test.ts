import { openDatabase, schema, type Database } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import { and, eq } from 'drizzle-orm';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addLearner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';
import { checkLedger, postCredit, rebuildAccounts, sealLedger, type Credit } from './service.ts';

const { annualAccounts, creditEntries, ledgerSeals } = schema;

let here: TestInstallation;
let personId: string;
const copies: { database: Database; remove(): Promise<void> }[] = [];

beforeAll(async () => {
  here = await openTestInstallation();
  ({ personId } = await addLearner(here));
  for (const number of [1, 2, 3, 4])
    await post({ sourceKey: `course-${number}`, hundredths: number * 25 });
});
afterAll(() => here.close());
afterEach(async () => {
  for (const { database, remove } of copies.splice(0)) {
    await database.close();
    await remove();
  }
});

function post(change: Partial<Credit>) {
  const { platform } = here.installation;
  const credit: Credit = {
    personId,
    hundredths: 50,
    halfDays: 0,
    mode: 'online',
    intensity: 'regular',
    area: 'law',
    sourceType: 'test',
    sourceKey: 'course',
    snapshot: { title: { 'zh-CN': '课程', en: 'Course' }, slug: null, revision: null, value: null },
    evidence: {},
    earnedAt: here.clock.now(),
    postedBy: 'system',
    ...change,
  };
  return platform.write((tx) => postCredit(platform, tx, credit));
}

/** A copy of the database in the hands of somebody who may do anything to it. */
async function tamperedCopy(statements: readonly string[]): Promise<Database> {
  const { path, remove } = await temporaryFolder();
  const file = join(path, 'copy.db');
  await here.installation.database.client.execute({ sql: 'VACUUM INTO ?', args: [file] });
  const database = await openDatabase(file);
  copies.push({ database, remove });
  for (const name of ['no_update', 'no_delete', 'no_replace']) {
    await database.client.execute(`DROP TRIGGER credit_entries_${name}`);
  }
  await database.client.execute(`DROP TRIGGER ledger_seals_no_update`);
  for (const sql of statements)
    await database.client.execute(sql.replaceAll('$person', `'${personId}'`));
  return database;
}

const problemsOf = async (database: Database) =>
  (await checkLedger(database.db)).problems.map((one) => ({
    own: one.personId === personId,
    problem: one.problem,
  }));

test('an untouched ledger is proved whole', async () => {
  expect(await problemsOf(await tamperedCopy([]))).toEqual([]);
  const report = await checkLedger(here.installation.platform.db);
  expect(report.entries).toBeGreaterThan(4);
  expect(report.problems).toEqual([]);
});

test('no entry of the ledger can be changed, removed or replaced', async () => {
  const { client } = here.installation.database;
  const all = async () =>
    (await client.execute('SELECT * FROM credit_entries ORDER BY person_id, sequence')).rows;
  const before = await all();
  await expect(client.execute('UPDATE credit_entries SET hundredths = 9999')).rejects.toThrow(
    'append-only',
  );
  await expect(client.execute('DELETE FROM credit_entries')).rejects.toThrow('append-only');
  const names = Object.keys(before[0] ?? {}).filter((name) => Number.isNaN(Number(name)));
  const changed = names.map((name) => (name === 'hundredths' ? '9999' : name)).join(', ');
  // The third trigger ignores such a row instead of failing.
  await client.execute(
    `INSERT OR REPLACE INTO credit_entries (${names.join(', ')}) SELECT ${changed} FROM credit_entries`,
  );
  await client.execute(
    `INSERT OR REPLACE INTO credit_entries (${names.join(', ')}) SELECT ${names.map((name) => (name === 'id' ? "'new-' || id" : name === 'hundredths' ? '9999' : name)).join(', ')} FROM credit_entries`,
  );
  expect(await all()).toEqual(before);
});

test('what was credited once is not credited again, however often it is posted', async () => {
  const first = await post({ sourceKey: 'posted-twice' });
  const again = await Promise.all([
    post({ sourceKey: 'posted-twice' }),
    post({ sourceKey: 'posted-twice', hundredths: 9_900 }),
  ]);
  expect(first.kind).toBe('posted');
  expect(again.map((one) => one.kind)).toEqual(['already-posted', 'already-posted']);
  expect(again.every((one) => one.entry.id === first.entry.id)).toBe(true);
  const rows = await here.installation.platform.db
    .select()
    .from(creditEntries)
    .where(eq(creditEntries.sourceKey, 'posted-twice'));
  expect(rows).toHaveLength(1);
});

test('a person’s year is the sum of their entries, to the hundredth', async () => {
  const { db } = here.installation.platform;
  const entries = await db
    .select()
    .from(creditEntries)
    .where(and(eq(creditEntries.personId, personId), eq(creditEntries.year, 2026)));
  const accounts = await db
    .select()
    .from(annualAccounts)
    .where(eq(annualAccounts.personId, personId));
  const sum = (rows: readonly { hundredths: number }[]) =>
    rows.reduce((total, row) => total + row.hundredths, 0);
  expect(sum(accounts)).toBe(sum(entries));
  expect(sum(accounts)).toBeGreaterThanOrEqual(250);
});

test('a posting that fails half way leaves neither an entry nor a changed account', async () => {
  const { platform } = here.installation;
  const before = await platform.db
    .select()
    .from(annualAccounts)
    .where(eq(annualAccounts.personId, personId));
  const broken = platform.write(async (tx) => {
    await postCredit(platform, tx, {
      personId,
      hundredths: 700,
      halfDays: 0,
      mode: 'online',
      intensity: 'regular',
      area: 'law',
      sourceType: 'test',
      sourceKey: 'undone',
      snapshot: { title: { 'zh-CN': '', en: '' }, slug: null, revision: null, value: null },
      evidence: {},
      earnedAt: here.clock.now(),
      postedBy: 'system',
    });
    throw new Error('the power went');
  });
  await expect(broken).rejects.toThrow('the power went');
  expect(
    await platform.db.select().from(annualAccounts).where(eq(annualAccounts.personId, personId)),
  ).toEqual(before);
  expect((await checkLedger(platform.db)).problems).toEqual([]);
});

test.each([
  {
    promise: 'hours changed in an entry',
    sql: [
      `UPDATE credit_entries SET hundredths = hundredths + 100 WHERE person_id = $person AND sequence = 2`,
    ],
    finds: ['hash', 'balance'],
  },
  {
    promise: 'hours changed in an entry and in its account alike',
    sql: [
      `UPDATE credit_entries SET hundredths = hundredths + 100 WHERE person_id = $person AND sequence = 2`,
      `UPDATE annual_accounts SET hundredths = hundredths + 100 WHERE person_id = $person`,
    ],
    finds: ['hash'],
  },
  {
    promise: 'the moment of earning moved into another year',
    sql: [
      `UPDATE credit_entries SET earned_at = earned_at + 86400000 WHERE person_id = $person AND sequence = 1`,
    ],
    finds: ['hash'],
  },
  {
    promise: 'an entry given to somebody else',
    sql: [
      `UPDATE credit_entries SET person_id = (SELECT id FROM people WHERE id <> $person AND id NOT IN (SELECT person_id FROM credit_entries) LIMIT 1) WHERE person_id = $person AND sequence = 4`,
    ],
    finds: ['gap', 'balance'],
  },
  {
    promise: 'an entry taken out of the middle',
    sql: [`DELETE FROM credit_entries WHERE person_id = $person AND sequence = 2`],
    finds: ['gap', 'balance'],
  },
  {
    promise: 'the last entries cut off, with the account mended to fit',
    sql: [
      `DELETE FROM credit_entries WHERE person_id = $person AND sequence > 2`,
      `UPDATE annual_accounts SET hundredths = 75, entries = 2 WHERE person_id = $person`,
    ],
    finds: ['head'],
  },
  {
    promise: 'all entries of a person removed',
    sql: [`DELETE FROM credit_entries WHERE person_id = $person`],
    finds: ['head', 'balance'],
  },
  {
    promise: 'hours changed in the account alone',
    sql: [`UPDATE annual_accounts SET hundredths = hundredths + 1 WHERE person_id = $person`],
    finds: ['balance'],
  },
  {
    promise: 'an account removed',
    sql: [`DELETE FROM annual_accounts WHERE person_id = $person`],
    finds: ['balance'],
  },
  {
    promise: 'an account made up',
    sql: [
      `INSERT INTO annual_accounts VALUES ($person, 2025, 'online', 'regular', 'law', 10000, 0, 1)`,
    ],
    finds: ['balance'],
  },
])('the check finds $promise', async ({ sql, finds }) => {
  const found = await problemsOf(await tamperedCopy(sql));
  for (const problem of finds) expect(found).toContainEqual({ own: true, problem });
  expect(found.filter((one) => one.own).every((one) => finds.includes(one.problem))).toBe(true);
});

test('accounts that were changed are rebuilt from the entries alone', async () => {
  const database = await tamperedCopy([
    `UPDATE annual_accounts SET hundredths = 99999, half_days = 7 WHERE person_id = $person`,
    `DELETE FROM annual_accounts WHERE person_id <> $person`,
    `INSERT INTO annual_accounts VALUES ($person, 2020, 'online', 'regular', 'law', 10000, 0, 1)`,
  ]);
  expect((await problemsOf(database)).length).toBeGreaterThan(3);
  await database.write((tx) => rebuildAccounts(tx));
  expect(await problemsOf(database)).toEqual([]);
  const order = 'ORDER BY person_id, year, mode, intensity, area';
  const rebuilt = await database.client.execute(`SELECT * FROM annual_accounts ${order}`);
  const original = await here.installation.database.client.execute(
    `SELECT * FROM annual_accounts ${order}`,
  );
  expect(rebuilt.rows).toEqual(original.rows);
});

test('each day’s ledger is sealed once, and each seal carries the one before', async () => {
  const { platform } = here.installation;
  const seal = () => platform.write((tx) => sealLedger(tx, here.clock.now()));
  here.clock.set('2026-11-25T03:00:00Z');
  const first = await seal();
  expect(first.day).toBe('2026-11-24');
  await post({ sourceKey: 'after-the-seal' });
  here.clock.set('2026-11-25T15:59:59.999Z');
  expect(await seal()).toEqual(first);
  here.clock.set('2026-11-25T16:00:00Z');
  const second = await seal();
  expect(second).toMatchObject({ day: '2026-11-25', previousDigest: first.digest });
  expect(second.digest).not.toBe(first.digest);
  expect(await platform.db.select().from(ledgerSeals)).toHaveLength(2);
  await expect(
    here.installation.database.client.execute(`UPDATE ledger_seals SET digest = 'x'`),
  ).rejects.toThrow('append-only');
  await expect(
    here.installation.database.client.execute(`DELETE FROM ledger_seals`),
  ).rejects.toThrow('append-only');
  expect(await checkLedger(platform.db)).toMatchObject({ seals: 2, problems: [] });
});

test.each([
  {
    promise: 'the newest entry of a chain is taken away and its head and account are made to fit',
    statements: [
      `DELETE FROM credit_entries WHERE source_key = 'after-the-seal'`,
      `UPDATE ledger_heads SET (sequence, hash) = (SELECT sequence, hash FROM credit_entries WHERE person_id = $person ORDER BY sequence DESC LIMIT 1) WHERE person_id = $person`,
    ],
    problem: '2026-11-25: a chain ended in another entry than today',
  },
  {
    promise: 'a person’s whole chain is taken away',
    statements: [
      `DELETE FROM credit_entries WHERE person_id = $person`,
      `DELETE FROM ledger_heads WHERE person_id = $person`,
    ],
    problem: 'chains were sealed',
  },
  {
    promise: 'a seal is written anew',
    statements: [`UPDATE ledger_seals SET digest = 'x' WHERE day = '2026-11-24'`],
    problem: '2026-11-25: does not carry the seal before it',
  },
])('the daily seals tell it when $promise', async ({ statements, problem }) => {
  const database = await tamperedCopy(statements);
  await database.write((tx) => rebuildAccounts(tx));
  const { problems } = await checkLedger(database.db);
  const told = problems.filter((one) => one.problem === 'seal').map((one) => one.detail);
  expect(told.join('\n')).toContain(problem);
  // The chains and balances alone say nothing.
  expect(problems.filter((one) => one.problem !== 'seal')).toEqual([]);
});
