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

const run = (migrations = readMigrations()) =>
  migrate(here.client, { backups: here.folder, now: NOW, migrations });

test('columns that were chosen before units could be imported stay chosen, for people', async () => {
  await run(readMigrations().filter(({ name }) => name < '0024'));
  await here.client.execute(
    "INSERT INTO roster_column_choices (person_id, heading, field) VALUES ('p', '编号', 'code')",
  );
  await run();
  const { rows } = await here.client.execute('SELECT * FROM roster_column_choices');
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { person_id: 'p', subject: 'people', heading: '编号', field: 'code' },
  ]);
});
