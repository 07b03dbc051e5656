// What the migration that counts choices makes of the runs that were there before it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { join } from 'node:path';
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

const run = (upTo?: number) =>
  migrate(here.client, {
    backups: join(here.folder, 'backups'),
    now: NOW,
    migrations: readMigrations().slice(0, upTo),
  });

interface Run {
  readonly id: string;
  readonly person: string;
  readonly cycle?: string;
  readonly lesson?: string;
  readonly number?: number;
  readonly at: number;
  readonly path: readonly (readonly [string, string])[];
}

async function insert(row: Run): Promise<void> {
  const { id, person, cycle = 'once', lesson = 'v1', number = 1, at, path } = row;
  const enrolment = `${person}-${cycle}`;
  const decisions = path.map(([nodeId, optionId]) => ({ nodeId, optionId, atMs: at }));
  await here.client.batch([
    {
      sql: `INSERT OR IGNORE INTO enrolments (id, person_id, course_id, course_version_id, cycle,
        value_hundredths, started_at, last_active_at) VALUES (?, ?, 'course', 'version', ?, 0, 0, 0)`,
      args: [enrolment, person, cycle],
    },
    {
      sql: `INSERT INTO case_runs (id, enrolment_id, lesson_id, number, path, started_at)
        VALUES (?, ?, ?, ?, ?, ?)`,
      args: [id, enrolment, lesson, number, JSON.stringify(decisions), at],
    },
  ]);
}

test('each person’s first run is counted once, by version, and later walks are not', async () => {
  const counting = readMigrations().findIndex(({ name }) => name.includes('case_studies'));
  await run(counting);
  await here.client.execute('PRAGMA foreign_keys = OFF');
  for (const lesson of ['v1', 'v2'])
    await here.client.execute({
      sql: `INSERT INTO lessons (id, course_version_id, key, position, kind, title, required,
        material_seconds, content, content_hash) VALUES (?, ?, 'case', 0, 'case', '{}', 1, 60, '{}', '')`,
      args: [lesson, lesson],
    });
  await insert({
    id: 'r1',
    person: 'p1',
    at: 10,
    path: [
      ['first', 'a'],
      ['second', 'c'],
    ],
  });
  await insert({ id: 'r2', person: 'p1', number: 2, at: 20, path: [['first', 'b']] });
  await insert({ id: 'r3', person: 'p2', at: 10, path: [['first', 'a']] });
  await insert({
    id: 'r4',
    person: 'p2',
    cycle: '2027',
    lesson: 'v2',
    at: 30,
    path: [['first', 'b']],
  });
  await insert({ id: 'r5', person: 'p3', lesson: 'v2', at: 40, path: [['first', 'b']] });
  await insert({ id: 'r6', person: 'p4', at: 50, path: [] });
  await run();
  const { rows } = await here.client.execute(
    'SELECT lesson_id, node_id, option_id, people FROM case_choices ORDER BY 1, 2, 3',
  );
  expect(rows.map((row) => Object.values({ ...row }))).toEqual([
    ['v1', 'first', 'a', 2],
    ['v1', 'second', 'c', 1],
    ['v2', 'first', 'b', 1],
  ]);
});
