// Every change of a question in a bank is kept: who made it, when, and how it read before and after.
import type { BankItemHistory, ItemForm } from '@xueshi/contracts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { single, WrittenBank } from '../../testing/question-bank.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let colleague: Visitor;
let bank: WrittenBank;
let id: string;
let banks = 0;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  colleague = await here.signIn('sunliping');
});
afterAll(() => here.close());
beforeEach(async () => {
  banks += 1;
  bank = await WrittenBank.begin(author, `kept-${banks}`);
  [id = ''] = await bank.add(single('第一稿'));
});

const history = async (query = '') =>
  (await author.get<BankItemHistory>(`${bank.of(id)}/history${query}`)).body;
const goBack = (number: number, version: number, who = author) =>
  who.post<{ version: number; code?: string }>(`${bank.of(id)}/history/${number}/restoration`, {
    version,
  });

test('each change is listed with who made it and when, and with what it changed', async () => {
  here.clock.advance({ minutes: 5 });
  const options = [
    { text: '登记', right: false },
    { text: '告知', right: true },
  ];
  await bank.save(id, single('第二稿', { options }), colleague);
  await bank.retire(id);
  await bank.retire(id, false);
  const { items, older } = await history();
  expect(items.map(({ number, change, savedBy }) => [number, change, savedBy])).toEqual([
    [4, 'restored', '周敏'],
    [3, 'retired', '周敏'],
    [2, 'saved', '孙丽萍'],
    [1, 'written', '周敏'],
  ]);
  const [restored, retired, saved, first] = items;
  expect(Date.parse(saved?.savedAt ?? '') - Date.parse(first?.savedAt ?? '')).toBe(5 * 60_000);
  expect(saved?.differences).toMatchObject([
    {
      field: 'stem',
      parts: [
        { kind: 'same', text: '第' },
        { kind: 'removed', text: '一' },
        { kind: 'added', text: '二' },
        { kind: 'same', text: '稿' },
      ],
    },
    { field: 'options' },
  ]);
  expect([restored, retired, first].map((one) => one?.differences)).toEqual([[], [], []]);
  expect(items.map(({ isNow }) => isNow)).toEqual([true, true, true, false]);
  expect(older).toBeNull();
});

test('a question reads as it did before, and how it read meanwhile stays in the list', async () => {
  await bank.save(id, single('第二稿'));
  // Somebody who has not seen the last words is told first.
  expect((await goBack(1, 1)).body.code).toBe('draft-changed-elsewhere');
  expect((await goBack(1, 2, colleague)).body.version).toBe(3);
  const sheet = await bank.sheet(id);
  expect(sheet).toMatchObject({ version: 3, savedBy: '孙丽萍', item: { id, stem: '第一稿' } });
  const { items } = await history();
  expect(items[0]).toMatchObject({ change: 'returned', returnedTo: 1, isNow: true });
  expect(items.map(({ change }) => change)).toEqual(['returned', 'saved', 'written']);
  // To how it reads already there is no way back.
  expect((await goBack(1, 3)).body.version).toBe(3);
  expect((await history()).items).toHaveLength(3);
  expect((await goBack(9, 3)).status).toBe(404);
  const [audited] = await here.installation.platform.db.all<{ detail: string }>(
    sql`select detail from audit_events where action = 'question-returned' order by id desc limit 1`,
  );
  expect(JSON.parse(audited?.detail ?? '{}')).toMatchObject({
    ...{ item: id, returnedTo: 1, before: { stem: '第二稿' }, after: { stem: '第一稿' } },
  });
});

test('saving without a change keeps nothing, and of many changes twenty are shown at a time', async () => {
  await bank.save(id, single('第一稿'));
  expect((await history()).items).toHaveLength(1);
  for (let at = 2; at <= 23; at += 1) await bank.save(id, single(`第 ${at} 稿`));
  const newest = await history();
  expect(newest.items.map(({ number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, at) => 23 - at),
  );
  expect(newest.older).toBe(4);
  const rest = await history(`?before=${newest.older}`);
  expect(rest.items.map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(rest.items[0]?.differences).toHaveLength(1);
  expect(rest.older).toBeNull();
});

test('a retired question keeps its history, and can be looked back at and mended', async () => {
  const faulty: ItemForm = single('第二稿', { explanation: '' });
  await bank.save(id, faulty);
  await bank.retire(id);
  const { items, version } = await history();
  expect(items.map(({ change }) => change)).toEqual(['retired', 'saved', 'written']);
  expect((await goBack(1, version)).status).toBe(200);
  expect(await bank.sheet(id)).toMatchObject({ state: 'retired', item: { stem: '第一稿' } });
});

test('what is kept of a question is never changed or lost', async () => {
  const { client } = here.installation.database;
  for (const deed of [
    "UPDATE question_bank_item_states SET change = 'saved'",
    'DELETE FROM question_bank_item_states',
    'INSERT OR REPLACE INTO question_bank_item_states SELECT * FROM question_bank_item_states',
  ])
    await expect(client.execute(deed)).rejects.toThrow('append-only');
});
