import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCommitThread, type CommitThread } from './commit-thread.ts';
import { databaseTrouble } from './database-error.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let here: TemporaryDatabase;
let thread: CommitThread;

beforeEach(async () => {
  here = await openTemporaryDatabase({ migrated: false });
  await here.client.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, at, bytes)');
  thread = openCommitThread(here.file, 100);
});
afterEach(async () => {
  await thread.close();
  await here.remove();
});

const add = (id: number, name: string | null) => ({
  sql: 'INSERT INTO things (id, name, at, bytes) VALUES (?, ?, ?, ?)',
  args: [id, name, new Date(1_795_652_290_744), Buffer.from('ab')],
});
const rows = async () => (await here.client.execute('SELECT * FROM things ORDER BY id')).rows;
const failureOf = (work: Promise<unknown>) =>
  work.then(() => null).catch((error: unknown) => error);

test('what is committed can be read by everybody once it is answered, in the form it was given', async () => {
  await thread.commit([add(1, '王秀兰'), add(2, null)]);
  const bytes = new Uint8Array([97, 98]).buffer;
  expect((await rows()).map((row) => ({ ...row }))).toEqual([
    { id: 1, name: '王秀兰', at: 1_795_652_290_744, bytes },
    { id: 2, name: null, at: 1_795_652_290_744, bytes },
  ]);
});

test('of a group that fails nothing stays; the error says what it was, and the next group goes in', async () => {
  await thread.commit([add(1, 'kept')]);
  const failure = await failureOf(thread.commit([add(2, 'lost'), add(1, 'again')]));
  expect(databaseTrouble(failure)).toBe('unique');
  const odd = await failureOf(thread.commit([{ sql: 'SELECT ?', args: [Number.NaN] }]));
  expect(odd).toMatchObject({ name: 'RangeError', message: 'only finite numbers can be stored' });
  await thread.commit([add(2, 'after')]);
  expect((await rows()).map((row) => row['name'])).toEqual(['kept', 'after']);
});

test('while a commit waits for somebody else’s lock, this thread goes on', async () => {
  const theirs = await here.client.transaction('write');
  await theirs.execute(add(9, 'theirs'));
  let answered = false;
  let turns = 0;
  const waiting = failureOf(thread.commit([add(1, 'waits')])).finally(() => (answered = true));
  while (!answered) {
    turns += 1;
    await new Promise(setImmediate);
  }
  expect(databaseTrouble(await waiting)).toBe('busy');
  // A thread that waited with it would have come round once.
  expect(turns).toBeGreaterThan(10);
  await theirs.commit();
  await thread.commit([add(1, 'after')]);
  expect((await rows()).map((row) => row['name'])).toEqual(['after', 'theirs']);
});

test('two files are kept apart, and closing one leaves the other open', async () => {
  const there = await openTemporaryDatabase({ migrated: false });
  await there.client.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, at, bytes)');
  const other = openCommitThread(there.file, 100);
  await Promise.all([thread.commit([add(1, 'here')]), other.commit([add(1, 'there')])]);
  await other.close();
  await thread.commit([add(2, 'here')]);
  expect((await rows()).map((row) => row['name'])).toEqual(['here', 'here']);
  const theirs = await there.client.execute('SELECT name FROM things');
  expect(theirs.rows.map((row) => row['name'])).toEqual(['there']);
  await there.remove();
});
