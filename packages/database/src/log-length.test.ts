import { stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

const MIB = 1_048_576;
/** From 4 MiB on it is brought into the file; what was written before that is noticed comes to it. */
const MOST_LOG_BYTES = 7 * MIB;

let here: TemporaryDatabase;

beforeEach(async () => {
  here = await openTemporaryDatabase({ migrated: false });
  await here.client.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, bytes)');
});
afterEach(() => here.remove());

const add = 'INSERT INTO things (bytes) VALUES (zeroblob(1000000))';

test.each([
  { what: 'transactions', write: () => here.write(async (tx) => void (await tx.run(add))) },
  {
    what: 'ready statements',
    write: () => here.takeTurn((turn) => turn.batch([{ sql: add, args: [] }])),
  },
])('the write-ahead log of $what is brought into the file before it is long', async ({ write }) => {
  for (let times = 0; times < 20; times += 1) await write();
  expect((await stat(`${here.file}-wal`)).size).toBeLessThan(MOST_LOG_BYTES);
  expect((await stat(here.file)).size).toBeGreaterThan(12 * MIB);
});
