import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';
import {
  NOW,
  openTemporaryDatabase,
  type TemporaryDatabase,
} from './temporary-database.fixture.ts';

let here: TemporaryDatabase;

beforeEach(async () => {
  here = await openTemporaryDatabase({ migrated: false });
});
afterEach(() => here.remove());

const upTo = (last: string) => readMigrations().filter(({ name }) => name < last);
const run = (migrations = readMigrations()) =>
  migrate(here.client, { backups: here.folder, now: NOW, migrations });

async function insertUnit(id: string, path: string, createdAt = 1000): Promise<void> {
  const parent = path.split('/').filter(Boolean).at(-2) ?? null;
  await here.client.execute({
    sql: `INSERT INTO org_units (id, parent_id, path, name, level, kind, position, created_at)
      VALUES (?, ?, ?, ?, 'county', 'region', 0, ?)`,
    args: [id, parent, path, id, createdAt],
  });
}

const rowsOf = async (sql: string) =>
  (await here.client.execute(sql)).rows.map((row) => ({ ...row }));
const above = (id: string) =>
  rowsOf(
    `SELECT ancestor_id AS a, depth AS d FROM org_unit_ancestors WHERE unit_id = '${id}' ORDER BY d`,
  );
const versionsOf = (id: string) =>
  rowsOf(
    `SELECT valid_from AS "from", valid_to AS "to", name, open FROM org_unit_versions WHERE unit_id = '${id}' ORDER BY valid_from`,
  );

test('units of an older version get their ancestors and the beginning of their history', async () => {
  await run(upTo('0011'));
  await insertUnit('p', '/p/');
  await insertUnit('c', '/p/c/');
  await run();
  expect(await above('p')).toEqual([{ a: 'p', d: 0 }]);
  expect(await above('c')).toEqual([
    { a: 'c', d: 0 },
    { a: 'p', d: 1 },
  ]);
  expect(await versionsOf('c')).toEqual([{ from: 1000, to: null, name: 'c', open: 1 }]);
});

test('ancestors follow a path, in whatever order units are made', async () => {
  await run();
  await insertUnit('t', '/p/c/t/');
  await insertUnit('c', '/p/c/');
  await insertUnit('p', '/p/');
  expect(await above('t')).toEqual([
    { a: 't', d: 0 },
    { a: 'c', d: 1 },
    { a: 'p', d: 2 },
  ]);
  await here.client.execute(
    `UPDATE org_units SET path = '/p/t/', parent_id = 'p', changed_at = 2000 WHERE id = 't'`,
  );
  expect(await above('t')).toEqual([
    { a: 't', d: 0 },
    { a: 'p', d: 1 },
  ]);
});

test('every change opens a new period, and two in one instant are one', async () => {
  await run();
  await insertUnit('p', '/p/');
  const rename = (name: string, at: number) =>
    here.client.execute({
      sql: `UPDATE org_units SET name = ?, changed_at = ? WHERE id = 'p'`,
      args: [name, at],
    });
  await rename('q', 2000);
  await rename('r', 2000);
  await here.client.execute(
    `UPDATE org_units SET closed_at = 3000, changed_at = 3000 WHERE id = 'p'`,
  );
  expect(await versionsOf('p')).toEqual([
    { from: 1000, to: 2000, name: 'p', open: 1 },
    { from: 2000, to: 3000, name: 'r', open: 1 },
    { from: 3000, to: null, name: 'r', open: 0 },
  ]);
  // The clock was set back: the period before it is not cut short behind its beginning.
  await rename('s', 2500);
  expect(await versionsOf('p')).toEqual([
    { from: 1000, to: 2000, name: 'p', open: 1 },
    { from: 2000, to: 3000, name: 'r', open: 1 },
    { from: 3000, to: null, name: 's', open: 0 },
  ]);
});

test('the database itself refuses what no unit may be', async () => {
  await run();
  await insertUnit('p', '/p/');
  await expect(
    here.client.execute(`UPDATE org_units SET management_mode = 'dual' WHERE id = 'p'`),
  ).rejects.toThrow('principal');
  // A place belongs to a unit of a line.
  await insertUnit('q', '/q/');
  await expect(
    here.client.execute(`UPDATE org_units SET place_unit_id = 'q' WHERE id = 'p'`),
  ).rejects.toThrow('place');
  await expect(here.client.execute(`DELETE FROM org_units WHERE id = 'p'`)).rejects.toThrow(
    'closed, never deleted',
  );
});

test('a name is free again once the unit that bore it is closed', async () => {
  await run();
  await insertUnit('p', '/p/');
  await insertUnit('a', '/p/a/');
  await here.client.execute(`UPDATE org_units SET name = 'town' WHERE id = 'a'`);
  await insertUnit('b', '/p/b/');
  const rename = () =>
    here.client.execute(`UPDATE org_units SET name = 'town', changed_at = 2 WHERE id = 'b'`);
  await expect(rename()).rejects.toThrow('UNIQUE');
  await here.client.execute(`UPDATE org_units SET closed_at = 1, changed_at = 1 WHERE id = 'a'`);
  await rename();
});
