// Rows that are inserted together are the same as rows that are inserted one by one.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertMany } from './insert-many.ts';
import * as schema from './schema/index.ts';
import { openTemporaryDatabase, type TemporaryDatabase } from './temporary-database.fixture.ts';

let database: TemporaryDatabase;

beforeAll(async () => {
  database = await openTemporaryDatabase();
});
afterAll(() => database.remove());

const { auditEvents } = schema;

const words = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0'));
const row = fc.record({
  actorId: fc.constant(null),
  action: fc.oneof(words, fc.constantFrom('1', '1.0', 'true', 'null', '[1]', '{"a":1}', '001')),
  subject: words,
  at: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
  detail: fc.dictionary(words, fc.oneof(words, fc.integer(), fc.boolean(), fc.constant(null))),
  address: words,
});

test('any words, days, numbers and nothing come back as they were given', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (some) => {
      const rows = some.map((one) => ({
        ...one,
        id: `event-${String((number += 1)).padStart(9, '0')}`,
      }));
      await database.write((tx) => insertMany(tx, auditEvents, rows));
      const kept = await database.db.select().from(auditEvents).orderBy(auditEvents.id);
      expect(kept.slice(-rows.length)).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

test('half a character is kept as one that is unknown, and can be read again', async () => {
  const person = { name: '\ud842', namePinyin: '\ud842', nameInitials: '', createdAt: new Date(0) };
  await database.write((tx) => insertMany(tx, schema.people, [{ ...person, id: 'half' }]));
  const [kept] = await database.db.select().from(schema.people);
  expect([kept?.name, kept?.namePinyin]).toEqual(['\ufffd', '\ufffd']);
  await database.client.execute(`DELETE FROM people`);
});

test('rows of different shapes get the defaults of what they do not name', async () => {
  const person = { name: '甲', namePinyin: 'jia', nameInitials: 'j', createdAt: new Date(0) };
  const rows = [
    { ...person, id: 'person-1' },
    { ...person, id: 'person-2', code: 'A1' },
  ];
  await database.write((tx) => insertMany(tx, schema.people, rows));
  const kept = await database.db.select().from(schema.people).orderBy(schema.people.id);
  expect(kept.map(({ code, status }) => [code, status])).toEqual([
    [null, 'active'],
    ['A1', 'active'],
  ]);
});

test('nothing is inserted by nothing, and what is there already is an error', async () => {
  await database.write((tx) => insertMany(tx, auditEvents, []));
  const twice = {
    id: 'twice',
    at: new Date(0),
    actorId: null,
    action: 'a',
    subject: 's',
    detail: {},
    address: '',
  };
  await expect(
    database.write((tx) => insertMany(tx, auditEvents, [twice, twice])),
  ).rejects.toThrow();
  expect(await database.db.$count(auditEvents)).toBeGreaterThan(0);
});
