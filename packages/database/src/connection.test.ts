import type { Transaction } from '@libsql/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseTrouble } from './database-error.ts';
import * as schema from './schema/index.ts';
import {
  NOW,
  openTemporaryDatabase,
  type TemporaryDatabase,
} from './temporary-database.fixture.ts';

let here: TemporaryDatabase;

beforeAll(async () => {
  here = await openTemporaryDatabase();
});
afterAll(() => here.remove());

const person = (id: string) => ({
  id,
  name: id,
  namePinyin: id,
  nameInitials: 'x',
  createdAt: NOW,
});

test('every connection keeps references whole and writes through to the disk', async () => {
  const held: Transaction[] = [];
  const read = async (transaction: Transaction, name: string) =>
    Object.values((await transaction.execute(`PRAGMA ${name}`)).rows[0] ?? {})[0];
  // Transactions that overlap each need a connection of their own.
  for (let number = 0; number < 8; number += 1)
    held.push(await here.client.transaction('deferred'));
  for (const transaction of held) {
    expect(await read(transaction, 'foreign_keys')).toBe(1);
    expect(await read(transaction, 'synchronous')).toBe(2);
    expect(await read(transaction, 'journal_mode')).toBe('wal');
    expect(await read(transaction, 'busy_timeout')).toBe(50);
  }
  for (const transaction of held) transaction.close();
});

test('a row that refers to nobody is refused, and so is removing somebody who is referred to', async () => {
  const orphan = here.write((tx) =>
    tx
      .insert(schema.memberships)
      .values({ id: 'm', personId: 'nobody', orgUnitId: 'nowhere', startsAt: NOW }),
  );
  await expect(orphan).rejects.toMatchObject({
    cause: { message: expect.stringContaining('FOREIGN KEY') },
  });
  await here.write(async (tx) => {
    await tx.insert(schema.people).values(person('kept'));
    await tx.insert(schema.ledgerHeads).values({ personId: 'kept', sequence: 1, hash: '' });
  });
  await expect(here.client.execute(`DELETE FROM people WHERE id = 'kept'`)).rejects.toThrow(
    'FOREIGN KEY',
  );
});

test('what went wrong is told apart: a name taken twice, a file that is no database', async () => {
  await here.write((tx) => tx.insert(schema.people).values(person('one')));
  const twice = await here
    .write((tx) => tx.insert(schema.people).values(person('one')))
    .catch((error: unknown) => error);
  expect(databaseTrouble(twice)).toBe('unique');
  expect(databaseTrouble(new Error('SQLITE_FULL: database or disk is full'))).toBe('full');
  expect(
    databaseTrouble(
      new Error('outer', { cause: new Error('attempt to write a readonly database') }),
    ),
  ).toBe('read-only');
  expect(databaseTrouble(new Error('file is not a database'))).toBe('damaged');
  const failed = (code: string, rawCode: number) =>
    Object.assign(new Error('disk I/O error'), { code, rawCode });
  expect(databaseTrouble(failed('SQLITE_IOERR_FSYNC', 1034))).toBe('unsynced');
  expect(databaseTrouble(failed('SQLITE_IOERR', 1034))).toBe('unsynced');
  expect(databaseTrouble(failed('SQLITE_IOERR', 778))).toBe('disk');
  expect(databaseTrouble(new Error('something else'))).toBe('other');
  expect(databaseTrouble('not an error')).toBe('other');
});

test('the counters move when authority, the catalogue or a policy changes, and stand still otherwise', async () => {
  const before = here.readChanges();
  await here.write((tx) => tx.insert(schema.people).values(person('counted')));
  await here.write((tx) => tx.insert(schema.installationFacts).values({ key: 'a', value: 'b' }));
  expect(here.readChanges()).toEqual(before);
  await here.write((tx) =>
    tx
      .insert(schema.roleGrants)
      .values({ id: 'g', personId: 'counted', role: 'author', grantedAt: NOW }),
  );
  const granted = here.readChanges();
  expect(granted).toEqual({ ...before, authority: before.authority + 1 });
  await here.write((tx) =>
    tx.insert(schema.courses).values({ id: 'c', slug: 'c', state: 'published', createdAt: NOW }),
  );
  expect(here.readChanges()).toEqual({ ...granted, catalogue: granted.catalogue + 1 });
});
