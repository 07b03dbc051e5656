import { createClient, type Client } from '@libsql/client';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp, migrate, readMigrations, type Migration } from './migrate.ts';
import {
  NOW,
  openTemporaryDatabase,
  type TemporaryDatabase,
} from './temporary-database.fixture.ts';

let here: TemporaryDatabase;
let backups: string;

beforeEach(async () => {
  here = await openTemporaryDatabase({ migrated: false });
  backups = join(here.folder, 'backups');
});
afterEach(() => here.remove());

const first: Migration = {
  name: '0000_first.sql',
  sha256: 'a',
  statements: ['CREATE TABLE notes (text TEXT)', `INSERT INTO notes VALUES ('kept')`],
};
const second: Migration = {
  name: '0001_second.sql',
  sha256: 'b',
  statements: ['ALTER TABLE notes ADD COLUMN page INTEGER'],
};
const broken: Migration = {
  name: '0002_broken.sql',
  sha256: 'c',
  statements: ['UPDATE notes SET page = 1', 'CREATE TABLE notes (text TEXT)'],
};

const run = (migrations?: readonly Migration[]) =>
  migrate(here.client, { backups, now: NOW, ...(migrations ? { migrations } : {}) });
const notes = async (client: Client = here.client) =>
  (await client.execute('SELECT * FROM notes')).rows.map((row) => ({ ...row }));

test('a new file gets the whole schema, without a backup of nothing', async () => {
  const names = readMigrations().map((migration) => migration.name);
  expect(names.length).toBeGreaterThan(1);
  expect(await run()).toEqual({ kind: 'migrated', applied: names, backup: null });
  expect(await run()).toEqual({ kind: 'migrated', applied: [], backup: null });
  expect(existsSync(backups)).toBe(false);
});

test('before a file with data is changed it is copied whole', async () => {
  await run([first]);
  const outcome = await run([first, second]);
  expect(outcome).toMatchObject({ kind: 'migrated', applied: ['0001_second.sql'] });
  const backup = outcome.kind === 'migrated' ? outcome.backup : null;
  const copy = createClient({ url: pathToFileURL(backup ?? '').href });
  expect(await notes(copy)).toEqual([{ text: 'kept' }]);
  copy.close();
  expect(await notes()).toEqual([{ text: 'kept', page: null }]);
});

test('a migration that fails half way changes nothing, and the backup is there', async () => {
  await run([first, second]);
  await expect(run([first, second, broken])).rejects.toThrow('already exists');
  expect(await notes()).toEqual([{ text: 'kept', page: null }]);
  expect(await readdir(backups)).toHaveLength(1);
  expect(await run([first, second])).toMatchObject({ applied: [] });
});

test('a database of a newer version is refused untouched', async () => {
  await run([first, second]);
  expect(await run([first])).toEqual({ kind: 'newer-database', unknown: '0001_second.sql' });
  expect(await notes()).toEqual([{ text: 'kept', page: null }]);
  expect(existsSync(backups)).toBe(false);
});

test('a migration whose text was changed afterwards is refused untouched', async () => {
  await run([first]);
  expect(await run([{ ...first, sha256: 'other' }, second])).toEqual({
    kind: 'changed-migration',
    name: '0000_first.sql',
  });
  expect(await notes()).toEqual([{ text: 'kept' }]);
});

test('backups of the same moment do not overwrite one another', async () => {
  await run([first]);
  const files = [await backUp(here.client, backups, NOW), await backUp(here.client, backups, NOW)];
  expect(new Set(files).size).toBe(2);
  expect((await readdir(backups)).sort()).toEqual([
    'xueshi-2026-03-02T01-00-00.000Z-2.db',
    'xueshi-2026-03-02T01-00-00.000Z.db',
  ]);
});
