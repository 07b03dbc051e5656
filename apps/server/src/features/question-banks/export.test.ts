// A bank goes out as a table, in its own files, as QTI and as Moodle XML, and comes in again.
import type { BankExports, ItemForm, KeptQuestionBank, QuestionsReading } from '@xueshi/contracts';
import { loadBanks } from '@xueshi/formats';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { sql } from 'drizzle-orm';
import { unzipSync } from 'fflate';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statutesAtHand } from '../statutes/service.ts';
import {
  BANK_FACTS,
  BANKS,
  sendPicture,
  single,
  WrittenBank,
  written,
} from '../../testing/question-bank.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let bank: WrittenBank;
let ids: string[];

const SHARED = '某村修路，意见不一。\n\n- 东头的先修\n- 西头的不肯';

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  bank = await WrittenBank.begin(author, 'village');
  const sent = await sendPicture(here, author, {
    bank: bank.name,
    fileName: '流程.png',
    bytes: ONE_POINT_PNG,
  });
  const groups = [{ id: 'road', text: `${SHARED}\n\n![村道](${sent.body.name})` }];
  await author.put(`${BANKS}/${bank.name}`, { version: 1, ...BANK_FACTS, groups });
  ids = await bank.add(
    single(`看图回答：**先做什么**？\n\n![接访流程](${sent.body.name})`, {
      tags: ['信访', '接访'],
      difficulty: 2,
      area: 'integrity',
      source: '县信访局编',
    }),
    written({
      kind: 'multiple',
      stem: '材料里谁有意见？',
      options: ['东头；西头', 'a/b=c', '都没有'].map((text, at) => ({ text, right: at < 2 })),
      group: 'road',
      points: 3,
    }),
    written({
      kind: 'true_false',
      truth: true,
      stem: '来信要登记。',
      statute: '信访工作条例',
      article: '第十七条',
    }),
    written({ kind: 'fill_in', stem: '应当在____内答复。', blanks: [['六十日', '60/日']] }),
    written({ kind: 'ordering', steps: ['登记', '受理', '答复'] }),
    written({
      kind: 'matching',
      pairs: [
        { left: '低保', right: '民政' },
        { left: '医保', right: '医保局' },
      ],
      extra: ['公安'],
    }),
    written({ kind: 'short_answer', stem: '怎样接访？', guide: '先听，再记，后办。' }),
    written({ kind: 'true_false', stem: '还没有写答案的题。', explanation: '', difficulty: null }),
    written({ kind: 'true_false', truth: false, stem: '信访件可以转给被告的人。' }),
  );
  await bank.retire(ids.at(-1) ?? '');
});
afterAll(() => here.close());

const exportAs = (form: string, filter: object = { state: 'all' }, who = author) =>
  here.app.inject({
    method: 'POST',
    url: `${BANKS}/${bank.name}/exports`,
    headers: { cookie: who.cookie(), origin: ORIGIN },
    payload: { form, ...filter },
  });

async function read(into: string, fileName: string, bytes: Buffer): Promise<QuestionsReading> {
  const answer = await here.app.inject({
    method: 'POST',
    url: `${BANKS}/${into}/question-readings?fileName=${fileName}&form=file`,
    headers: {
      'content-type': 'application/octet-stream',
      cookie: author.cookie(),
      origin: ORIGIN,
    },
    payload: bytes,
  });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

/** Exports and reads what came, for a bank that begins empty or for another. */
async function thereAndBack(form: string, into?: string) {
  const sent = await exportAs(form);
  expect(sent.statusCode).toBe(200);
  const to = into ?? (await WrittenBank.begin(author, `copy-${form}`)).name;
  const fileName = /filename="([^"]+)"/.exec(String(sent.headers['content-disposition']))?.[1];
  return { sent, to, reading: await read(to, fileName ?? '', sent.rawPayload) };
}

const kept = async (name: string) => (await author.get<KeptQuestionBank>(`${BANKS}/${name}`)).body;
const without = ({ id: _, ...item }: ItemForm, text: string | undefined) => ({
  ...item,
  group: text,
});

/** The entries of a bank, without their ids, each with the text that it asks about, in order of their stems. */
async function entriesOf(name: string, itemIds: readonly string[]) {
  const { groups } = await kept(name);
  const entries = [];
  for (const id of itemIds) {
    const answer = await author.get<Awaited<ReturnType<WrittenBank['sheet']>>>(
      `${BANKS}/${name}/items/${id}`,
    );
    const { item, state } = answer.body;
    const text = groups.find((group) => group.id === item.group)?.text;
    entries.push({ ...without(item, text), state });
  }
  return entries.sort((one, other) => (one.stem < other.stem ? -1 : 1));
}

test('its own files bring every entry into another bank as it was, with texts, pictures and what is retired', async () => {
  const { sent, to, reading } = await thereAndBack('source');
  expect(Object.keys(unzipSync(sent.rawPayload)).sort()).toEqual([
    expect.stringMatching(/^picture-\w+\.png$/),
    'village.retired.yaml',
    'village.unfinished.yaml',
    'village.yaml',
  ]);
  expect(reading.questions.flatMap(({ faults, notes }) => [...faults, ...notes])).toEqual([]);
  const unfinished = reading.questions.find(({ item }) => item?.truth === null && !item.guide);
  expect(unfinished?.preview?.rightAnswer ?? null).toBeNull();
  const taken = await author.post<{ added: string[] }>(`${BANKS}/${to}/items`, {
    items: reading.questions.map(({ item }) => item),
    groups: reading.groups,
    retired: reading.questions.flatMap(({ isRetired }, at) => (isRetired ? [at] : [])),
  });
  expect(taken.status).toBe(201);
  expect(await entriesOf(to, taken.body.added)).toEqual(await entriesOf(bank.name, ids));
  const { groups, pictures } = await kept(to);
  expect(groups).toEqual((await kept(bank.name)).groups);
  expect(pictures).toHaveLength(1);
  // A second time brings no text and no picture twice.
  const again = await read(to, 'village.zip', sent.rawPayload);
  await author.post(`${BANKS}/${to}/items`, {
    items: again.questions.slice(0, 2).map(({ item }) => item),
    groups: again.groups.map(({ text }) => ({ id: 'other', text })),
  });
  expect((await kept(to)).groups).toHaveLength(1);
});

test('its own file of what is in use is a bank of the server as it is', async () => {
  const files = unzipSync((await exportAs('source', { state: 'ready' })).rawPayload);
  const folder = await mkdtemp(join(tmpdir(), 'bank-files-'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  const statutes = await statutesAtHand(here.installation.platform);
  const { banks, refused } = await loadBanks(folder, statutes);
  expect(refused).toEqual([]);
  expect(banks.get('village')?.items).toHaveLength(7);
  expect(banks.get('village')?.groups).toHaveLength(1);
  await rm(folder, { recursive: true });
});

test('the table read again shows what is there already, so that nothing is taken twice', async () => {
  const { reading } = await thereAndBack('xlsx', bank.name);
  const texts = new Map(reading.groups.map(({ id, text }) => [id, text]));
  const read = reading.questions.map(({ item, isRetired }) => {
    if (item === null) throw new Error('a row was refused');
    return { ...without(item, texts.get(item.group)), isRetired };
  });
  const there = (await entriesOf(bank.name, ids)).map(({ state, ...item }) => ({
    ...item,
    isRetired: state === 'retired',
  }));
  expect(read.sort((one, other) => (one.stem < other.stem ? -1 : 1))).toEqual(there);
  for (const { alike, isRetired } of reading.questions)
    expect(isRetired || alike?.where).toBeTruthy();
  const shown = reading.questions.find(({ item }) => item?.group);
  expect(shown?.preview?.groupHtml).toContain('alt="村道"');
});

test.each(['qti', 'moodle'])(
  'as %s it goes with its pictures, and says what has no place',
  async (form) => {
    const { to, reading } = await thereAndBack(form);
    const { body } = await author.get<BankExports>(`${BANKS}/${bank.name}/exports?state=all`);
    expect(body).toEqual({
      ...{ questions: 9, retired: 1, pictures: 1, pictureBytes: ONE_POINT_PNG.length },
      ...{ unanswered: 1, shared: 1, cited: 1, ownOrigin: 1, tooLarge: 0 },
    });
    expect(reading.total).toBe(body.questions - body.unanswered);
    expect(reading.questions.flatMap(({ faults }) => faults)).toEqual([]);
    const [picture] = (await kept(to)).pictures;
    const [first, second] = reading.questions;
    expect(first?.preview?.asked.stemHtml).toContain(`src="${picture?.url ?? '?'}"`);
    expect(first?.preview?.asked.stemHtml).toContain('alt="接访流程"');
    expect(second?.item?.stem).toContain('某村修路');
    expect(second?.item?.options.map(({ text }) => text)).toEqual([
      '东头；西头',
      'a/b=c',
      '都没有',
    ]);
    expect(reading.questions.at(-1)?.item?.tags).toContain('已停用');
  },
);

test('a bank has fifty shared texts, and questions that bring more are refused together', async () => {
  const { name } = await WrittenBank.begin(author, 'texts');
  const bring = (count: number) =>
    author.post<{ code?: string }>(`${BANKS}/${name}/items`, {
      items: Array.from({ length: count }, (_, at) => single('问', { group: `t${at}` })),
      groups: Array.from({ length: count }, (_, at) => ({ id: `t${at}`, text: `${count}/${at}` })),
    });
  expect((await bring(2)).status).toBe(201);
  expect((await bring(49)).body.code).toBe('bank-texts-full');
  const { groups, ready, unfinished } = await kept(name);
  expect([groups.length, ready + unfinished]).toEqual([2, 2]);
});

test('what a search finds goes out alone; where it finds nothing that is said', async () => {
  const found = await read(
    bank.name,
    'a.xlsx',
    (await exportAs('xlsx', { kind: 'true_false' })).rawPayload,
  );
  expect(found.questions.map(({ item }) => item?.stem)).toEqual([
    '来信要登记。',
    '还没有写答案的题。',
  ]);
  const nothing = await exportAs('qti', { search: '没有这样的题' });
  expect(nothing.json()).toMatchObject({ code: 'bank-export-empty', status: 409 });
});

const trail = () =>
  here.installation.platform.db.all<{ detail: string }>(
    sql`select detail from audit_events where action = 'question-bank-exported'`,
  );

test('only who may open the bank takes it out, and the audit trail says who took what', async () => {
  const before = (await trail()).length;
  const learner = await here.signIn('zhaodeshui');
  expect((await exportAs('xlsx', {}, learner)).statusCode).toBe(403);
  expect(await trail()).toHaveLength(before);
  await exportAs('moodle', { tag: '接访', state: 'ready' });
  const events = await trail();
  expect(events).toHaveLength(before + 1);
  expect(events.map(({ detail }) => JSON.parse(detail) as unknown)).toContainEqual({
    ...{ name: 'village', title: BANK_FACTS.title['zh-CN'], format: 'moodle', questions: 1 },
    filter: '接访，ready',
  });
});
