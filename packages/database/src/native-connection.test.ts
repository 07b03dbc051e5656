import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseTrouble } from './database-error.ts';
import { openNativeConnection, type NativeConnection } from './native-connection.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let here: TemporaryDatabase;
let native: NativeConnection;

beforeEach(async () => {
  here = await openTemporaryDatabase();
  await here.client.execute('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, value REAL)');
  native = openNativeConnection(here.file, 100);
});
afterEach(async () => {
  native.close();
  await here.remove();
});

const add = (id: number, name: string | null) => ({
  sql: 'INSERT INTO things (id, name, value) VALUES (?, ?, ?)',
  args: [id, name, 1_795_652_290_744],
});
const names = () => native.rows('SELECT name FROM things ORDER BY id').flat();

test('what is committed is read back, by place and by name, as often as one likes', async () => {
  native.commit([add(1, '王秀兰'), add(2, null)]);
  for (let turn = 0; turn < 3; turn += 1) {
    expect(native.rows('SELECT * FROM things ORDER BY id')).toEqual([
      [1, '王秀兰', 1_795_652_290_744],
      [2, null, 1_795_652_290_744],
    ]);
    expect(native.named({ sql: 'SELECT id AS no FROM things WHERE id = ?', args: [2] })).toEqual([
      { no: 2 },
    ]);
  }
});

test('a commit that fails half way leaves nothing, and the next one works', async () => {
  native.commit([add(1, 'kept')]);
  const twice = () => native.commit([add(2, 'lost'), add(1, 'again')]);
  expect(twice).toThrow();
  expect(() => twice()).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/UNIQUE/) }),
  );
  expect(names()).toEqual(['kept']);
  native.commit([add(2, 'after')]);
  expect(names()).toEqual(['kept', 'after']);
});

test('its commits reach the disk before they are answered, and references are kept', () => {
  expect(native.rows('PRAGMA synchronous')).toEqual([[2]]);
  expect(native.rows('PRAGMA foreign_keys')).toEqual([[1]]);
});

test('a read sees what another connection has just committed', async () => {
  expect(names()).toEqual([]);
  await here.client.execute(add(7, 'theirs'));
  expect(names()).toEqual(['theirs']);
});

test('a file that somebody else is writing is said to be busy, and works again afterwards', async () => {
  const theirs = await here.client.transaction('write');
  await theirs.execute(add(1, 'theirs'));
  let refused: unknown = null;
  try {
    native.commit([add(2, 'ours')]);
  } catch (error) {
    refused = error;
  }
  expect(databaseTrouble(refused)).toBe('busy');
  await theirs.commit();
  native.commit([add(2, 'ours')]);
  expect(names()).toEqual(['theirs', 'ours']);
});

test('values that the driver has no form for are refused before they reach it', () => {
  const store = (value: unknown) =>
    native.commit([{ sql: 'UPDATE things SET value = ?', args: [value as null] }]);
  expect(() => store(Number.NaN)).toThrow('finite');
  expect(() => store(undefined)).toThrow('undefined');
  expect(() => store({})).toThrow('object');
  expect(() => store(true)).not.toThrow();
  expect(() => native.rows({ sql: 'SELECT :a', args: { a: 1 } })).toThrow('by their place');
});
