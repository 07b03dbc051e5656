// Another program holds the database file: a copy is made, somebody has a shell open.
import { createClient } from '@libsql/client';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { databaseTrouble } from './database-error.ts';
import { installationFacts } from './schema/index.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let here: TemporaryDatabase;

beforeEach(async () => {
  here = await openTemporaryDatabase();
});
afterEach(async () => {
  vi.useRealTimers();
  await here.remove();
});

async function holdTheFile() {
  const other = createClient({ url: pathToFileURL(here.file).href });
  const holding = await other.transaction('write');
  await holding.execute(`INSERT INTO installation_facts VALUES ('theirs', '')`);
  return {
    async letGo() {
      await holding.rollback();
      other.close();
    },
  };
}

const insert = (key: string) => ({
  sql: 'INSERT INTO installation_facts VALUES (?, ?)',
  args: [key, ''],
});
const inTransaction = (key: string) =>
  here.write((tx) => tx.insert(installationFacts).values({ key, value: '' }));
const asStatement = (key: string) => here.takeTurn((turn) => turn.batch([insert(key)]));
const keys = async () =>
  (await here.db.select().from(installationFacts)).map((row) => row.key).toSorted();

test('whoever writes meanwhile waits, each once and in their turn; readers do not', async () => {
  const { letGo } = await holdTheFile();
  const done: string[] = [];
  const writes = [
    inTransaction('first').then(() => done.push('first')),
    asStatement('second').then(() => done.push('second')),
    inTransaction('third').then(() => done.push('third')),
  ];
  // The first attempt has been made, in vain, when this thread is free again.
  await new Promise((free) => setImmediate(free));
  expect(await keys()).toEqual([]);
  expect(done).toEqual([]);
  await letGo();
  await Promise.all(writes);
  expect(done).toEqual(['first', 'second', 'third']);
  expect(await keys()).toEqual(['first', 'second', 'third']);
});

test('after five seconds they are told that the system is busy, all of them; then it goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  const { letGo } = await holdTheFile();
  const troubles = Promise.all(
    [inTransaction('one'), asStatement('two'), inTransaction('three')].map((write) =>
      write.then(() => 'written', databaseTrouble),
    ),
  );
  let isOver = false;
  void troubles.then(() => (isOver = true));
  while (!isOver) {
    await new Promise((free) => setImmediate(free));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(await troubles).toEqual(['busy', 'busy', 'busy']);
  await letGo();
  await inTransaction('after');
  await asStatement('behind');
  expect(await keys()).toEqual(['after', 'behind']);
});
