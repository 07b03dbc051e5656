import type { Client } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrokenText, findDamage } from './find-damage.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let database: TemporaryDatabase;
let client: Client;

beforeEach(async () => {
  database = await openTemporaryDatabase({ migrated: false });
  client = database.client;
  await client.executeMultiple(`
    CREATE TABLE words (word TEXT, bytes BLOB);
    CREATE TABLE pairs (one TEXT, other INTEGER, said TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO words SELECT '学时' || i, x'ff00' FROM n;
    INSERT INTO pairs SELECT word, rowid, '说' FROM words;
  `);
});
afterEach(() => database.remove());

test('texts that can be read, and bytes that are none, are sound', async () => {
  expect(await findBrokenText(client)).toEqual([]);
  expect(await findDamage(client, database.file)).toBeNull();
});

test('a text that can no longer be read is named, in whatever table and however far down', async () => {
  await client.executeMultiple(`
    UPDATE words SET word = CAST(x'e5adff' AS TEXT) WHERE rowid = 4999;
    UPDATE pairs SET said = CAST(x'80' AS TEXT) WHERE other IN (1, 4321);
  `);
  expect(await findBrokenText(client)).toEqual(['pairs.said', 'pairs.said', 'words.word']);
});
