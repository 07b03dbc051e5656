// Authors keep question banks in the studio, through the HTTP API; courses draw from them.
import type {
  BankCard,
  BankItem,
  BankItemSheet,
  DraftText,
  DrawMatches,
  ItemForm,
  KeptQuestionBank,
  QuestionsReading,
  QuizForm,
} from '@xueshi/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBank } from '../../testing/exam-course.ts';
import { BANK_FACTS, BANKS, single, written } from '../../testing/question-bank.ts';
import { WrittenQuiz } from '../../testing/written-quiz.ts';
import {
  openTestInstallation,
  ORIGIN,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let other: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({ banks: (folder) => writeBank(folder) });
  author = await here.signIn('zhoumin');
  other = await here.signIn('sunliping');
});
afterAll(() => here.close());

let banks = 0;
/** A bank of its own for each test. */
async function beginBank(): Promise<string> {
  banks += 1;
  const name = `petition-${banks}`;
  const begun = await author.post(BANKS, { name, ...BANK_FACTS });
  expect(begun.status).toBe(201);
  return name;
}

const OF_EACH_KIND: readonly ItemForm[] = [
  single('单选：先做什么？', { tags: ['信访'], difficulty: 2, area: 'integrity' }),
  written({
    kind: 'multiple',
    options: [
      { text: '登记', right: true },
      { text: '告知', right: true },
      { text: '退回', right: false },
    ],
  }),
  written({ kind: 'true_false', truth: true, stem: '来信要登记。' }),
  written({ kind: 'fill_in', stem: '应当在____内答复。', blanks: [['六十日', '60日']] }),
  written({ kind: 'ordering', steps: ['登记', '受理', '答复'] }),
  written({
    kind: 'matching',
    pairs: [
      { left: '告知', right: '十五日' },
      { left: '办结', right: '六十日' },
    ],
    extra: ['一年'],
  }),
  written({ kind: 'short_answer', guide: '登记四分。' }),
];

async function add(name: string, items: readonly ItemForm[]): Promise<string[]> {
  const { status, body } = await author.post<{ added: string[] }>(`${BANKS}/${name}/items`, {
    items,
  });
  expect(status).toBe(201);
  return body.added;
}
const sheetOf = async (name: string, itemId: string) =>
  (await author.get<BankItemSheet>(`${BANKS}/${name}/items/${itemId}`)).body;
const save = (name: string, itemId: string, version: number, item: ItemForm, who = author) =>
  who.put<{ version: number; code?: string }>(`${BANKS}/${name}/items/${itemId}`, {
    version,
    item,
  });
const retire = (name: string, itemId: string, isRetired: boolean) =>
  author.put(`${BANKS}/${name}/items/${itemId}/retirement`, { isRetired });
const search = async (query: string) =>
  (await author.get<{ total: number; items: BankItem[] }>(`/api/v1/studio/bank?${query}`)).body;
const idsOf = async (query: string) => (await search(query)).items.map(({ itemId }) => itemId);

const RULE = { bank: '', count: 2, caseSets: null, kinds: [], difficulty: [], areas: [], tags: [] };
const count = async (draws: readonly Partial<QuizForm['draws'][number]>[]) =>
  (
    await author.post<DrawMatches>('/api/v1/studio/draw-counts', {
      draws: draws.map((draw) => ({ ...RULE, ...draw })),
    })
  ).body;

test('items of every kind are written, found, and told from those of files', async () => {
  const name = await beginBank();
  const ids = await add(name, OF_EACH_KIND);
  expect(ids).toEqual(['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7']);
  for (const [at, id] of ids.entries()) {
    const sheet = await sheetOf(name, id);
    expect(sheet).toMatchObject({ version: 1, state: 'ready', faults: [] });
    expect(sheet.item).toEqual({ ...OF_EACH_KIND[at], id });
  }
  const { body } = await author.get<{ items: BankCard[] }>(BANKS);
  expect(body.items.find((bank) => bank.name === name)).toMatchObject({
    ...{ origin: 'studio', ready: 7, unfinished: 0, retired: 0, saved: { by: '周敏' } },
  });
  expect(body.items.find((bank) => bank.name === 'sample')).toMatchObject({
    ...{ origin: 'file', ready: 8, saved: null },
  });
  // A bank that is a file is no bank to work on here.
  expect((await author.get(`${BANKS}/sample`)).status).toBe(404);
});

test('a code is taken once, by banks of files too', async () => {
  const name = await beginBank();
  for (const taken of [name, 'sample']) {
    const again = await author.post<{ code: string }>(BANKS, { name: taken, ...BANK_FACTS });
    expect(again.body.code).toBe('bank-name-taken');
  }
  const untitled = { name: 'untitled', ...BANK_FACTS, title: { 'zh-CN': ' ', en: '' } };
  expect((await author.post<{ code: string }>(BANKS, untitled)).body.code).toBe('text-empty');
});

test('a file that takes the code of a bank kept here is refused, and the bank stays', async () => {
  const name = await beginBank();
  await add(name, [single('留着的题')]);
  const { banksFolder } = here.installation.platform.config;
  await writeFile(
    join(banksFolder, `${name}.yaml`),
    `format: 1
title: { zh-CN: 另一个, en: Another }
area: law
source: 别处
items:
  - { id: x, kind: true_false, stem: 对吗, answer: true, explanation: 对, difficulty: 1 }
`,
  );
  await here.importAgain();
  expect(await idsOf(`origin=${name}`)).toEqual(['q1']);
});

test('search looks by text, kind, subject, difficulty, tag, statute and state', async () => {
  const name = await beginBank();
  await add(name, [
    ...OF_EACH_KIND,
    single('依据哪条？', { statute: '信访工作条例', article: '第十七条' }),
    single('', {}),
  ]);
  const within = (query: string) => idsOf(`origin=${name}&${query}`);
  expect(await within(`search=${encodeURIComponent('来信')}`)).toEqual(['q3']);
  expect(await within('kind=ordering')).toEqual(['q5']);
  expect(await within('area=integrity')).toEqual(['q1']);
  expect(await within('difficulty=2')).toEqual(['q1']);
  expect(await within(`tag=${encodeURIComponent('信访')}`)).toEqual(['q1']);
  expect(await within(`statute=${encodeURIComponent('《信访工作条例》')}`)).toEqual(['q8']);
  expect(await within('state=unfinished')).toEqual(['q9']);
  await retire(name, 'q3', true);
  expect(await within('state=retired')).toEqual(['q3']);
  expect(await within('kind=true_false')).toEqual([]);
  expect(await within('kind=true_false&state=all')).toEqual(['q3']);
  expect(await within('forLecture=yes')).toEqual(['q1', 'q2', 'q8']);
});

test('an item with faults is kept, told where, and not drawn until it is mended', async () => {
  const name = await beginBank();
  const [id = ''] = await add(name, [single('选哪个？', { explanation: '', options: [] })]);
  const sheet = await sheetOf(name, id);
  expect(sheet.state).toBe('unfinished');
  expect(sheet.faults.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['explanation', 'options']),
  );
  expect((await count([{ bank: name }])).rules).toEqual([{ items: 0, caseSets: 0 }]);
  expect((await save(name, id, 1, single('选哪个？'))).body.version).toBe(2);
  expect((await sheetOf(name, id)).state).toBe('ready');
  expect((await count([{ bank: name }])).rules).toEqual([{ items: 1, caseSets: 0 }]);
});

test('who saves over somebody else’s change is told, and an item keeps its id', async () => {
  const name = await beginBank();
  const [id = ''] = await add(name, [single('第一稿')]);
  await save(name, id, 1, single('第二稿', { id: 'other' }), other);
  expect((await save(name, id, 1, single('第三稿'))).body.code).toBe('draft-changed-elsewhere');
  expect(await sheetOf(name, id)).toMatchObject({
    ...{ version: 2, savedBy: '孙丽萍', item: { id: 'q1', stem: '第二稿' } },
  });
});

test('several items share a text, which stays while they ask about it', async () => {
  const name = await beginBank();
  const read = async () => (await author.get<KeptQuestionBank>(`${BANKS}/${name}`)).body;
  const put = (version: number, groups: readonly { id: string; text: string }[]) =>
    author.put<{ code?: string }>(`${BANKS}/${name}`, { version, ...BANK_FACTS, groups });
  const well = { id: 'g1', text: '三组村民为机井用水争执。' };
  expect((await put(1, [well])).status).toBe(200);
  expect((await put(1, [])).body.code).toBe('draft-changed-elsewhere');
  await add(name, [single('先听谁的？', { group: 'g1' }), single('再做什么？', { group: 'g1' })]);
  expect((await sheetOf(name, 'q1')).preview.groupHtml).toContain('机井');
  expect((await put(2, [])).body.code).toBe('bank-text-used');
  await put(2, [{ ...well, text: '三组村民为水渠争执。' }]);
  expect(await read()).toMatchObject({ version: 3, ready: 2 });
  expect((await search(`origin=${name}`)).items[0]?.groupHtml).toContain('水渠');
  expect((await count([{ bank: name }])).rules).toEqual([{ items: 0, caseSets: 1 }]);
});

test('questions come in from a paper, with what is wrong and what is there already', async () => {
  const name = await beginBank();
  await add(name, [single('村里的机井归谁管理和维护？')]);
  const paper = `1. 村里的机井归谁管理和维护？
A. 登记
B. 退回
答案：A
解析：登记。
2. 谁来表决这件大事？
A. 村委会
B. 村民会议
答案：C`;
  const sent = await here.app.inject({
    method: 'POST',
    url: `${BANKS}/${name}/question-readings?fileName=text&form=pasted`,
    headers: {
      'content-type': 'application/octet-stream',
      cookie: author.cookie(),
      origin: ORIGIN,
    },
    payload: Buffer.from(paper),
  });
  expect(sent.json<QuestionsReading>().questions).toMatchObject([
    { alike: { where: 'bank' }, faults: [] },
    { item: null, faults: [{ line: 9 }] },
  ]);
});

test('a rule draws from what is in use, and wants no more than there is', async () => {
  const name = await beginBank();
  await add(name, [
    single('抽一', { difficulty: 2, tags: ['甲'] }),
    single('抽二', { difficulty: 2 }),
    single('抽三', { difficulty: 3 }),
  ]);
  await retire(name, 'q3', true);
  expect(
    (
      await count([
        { bank: name },
        { bank: name, tags: ['甲'] },
        { bank: name, difficulty: [3] },
        { bank: 'nowhere' },
      ])
    ).rules,
  ).toEqual([
    { items: 2, caseSets: 0 },
    { items: 1, caseSets: 0 },
    { items: 0, caseSets: 0 },
    null,
  ]);
  const draft = await WrittenQuiz.begin(here, author);
  const { version, quiz } = await draft.read('quiz');
  const withRule = (wanted: number): QuizForm => ({
    ...(quiz as QuizForm),
    items: [],
    draws: [{ ...RULE, bank: name, count: wanted }],
  });
  await draft.saveQuiz(version, withRule(3));
  const faulty: DraftText = await draft.read('quiz');
  expect(faulty.faults.map(({ field }) => field)).toEqual(['draw.0']);
  await draft.saveQuiz(faulty.version, withRule(2));
  expect((await draft.read('quiz')).faults).toEqual([]);
});
