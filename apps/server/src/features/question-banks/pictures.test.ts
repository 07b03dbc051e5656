// Pictures in the texts of a question bank: from the author's page to the learner's.
import type { BankItem, KeptQuestionBank } from '@xueshi/contracts';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkInstallation } from '../../commands/check.ts';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import { BANKS, sendPicture, single, WrittenBank } from '../../testing/question-bank.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
let bank: WrittenBank;
let banks = 0;

beforeAll(async () => {
  here = await openTestInstallation();
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());
beforeEach(async () => {
  banks += 1;
  bank = await WrittenBank.begin(author, `pictured-${banks}`);
});

const send = (bytes: Buffer = ONE_POINT_PNG, fileName = '流程图.png') =>
  sendPicture(here, author, { bank: bank.name, fileName, bytes });
const picturesOf = async () =>
  (await author.get<KeptQuestionBank>(`${BANKS}/${bank.name}`)).body.pictures;
const kept = () => readdir(join(here.dataFolder, 'bank-pictures'));

test('a picture is sent once, and seen in the question, its shared text and its explanation at once', async () => {
  const { status, body } = await send();
  expect(status).toBe(201);
  const before = await kept();
  expect((await send(ONE_POINT_PNG, '另一个名字.png')).body).toEqual(body);
  expect(await picturesOf()).toEqual([{ ...body, fileName: '流程图.png' }]);
  expect(await kept()).toEqual(before);

  const shown = `![接访流程图](${body.name})`;
  const facts = (await author.get<KeptQuestionBank>(`${BANKS}/${bank.name}`)).body;
  const { title, area, source, version } = facts;
  const groups = [{ id: 'g1', text: `某镇的接访室。\n\n${shown}` }];
  await author.put(`${BANKS}/${bank.name}`, { version, title, area, source, groups });
  const item = single(`看图回答。\n\n${shown}`, { explanation: `见图。\n\n${shown}`, group: 'g1' });
  const [id = ''] = await bank.add(item);
  const { preview, state } = await bank.sheet(id);
  expect(state).toBe('ready');
  const found = await author.get<{ items: BankItem[] }>(`/api/v1/studio/bank?origin=${bank.name}`);
  const [listed] = found.body.items;
  for (const html of [
    ...[preview.asked.stemHtml, preview.explanationHtml, preview.groupHtml],
    ...[listed?.stemHtml, listed?.explanationHtml, listed?.groupHtml],
  ]) {
    expect(html).toContain(`src="${body.url}"`);
    expect(html).toContain('alt="接访流程图"');
  }
});

test('those who work on banks see it, and learners and strangers do not', async () => {
  const { url } = (await send()).body;
  expect(await download(here, reviewer, url)).toMatchObject({ bytes: ONE_POINT_PNG });
  expect((await author.get(url)).headers['content-type']).toBe('image/png');
  const { visitor } = await addLearner(here);
  expect((await visitor.get(url)).status).toBe(403);
  expect((await here.visitor().get(url)).status).toBe(401);
  const elsewhere = await WrittenBank.begin(author, `${bank.name}-other`);
  expect((await author.get(url.replace(bank.name, elsewhere.name))).status).toBe(404);
});

test.each([
  ['words', Buffer.from('<svg onload="alert(1)"/>'), 400, 'picture-unfit'],
  ['nothing', Buffer.alloc(0), 400, 'upload-empty'],
  ['too much', Buffer.alloc(8 * 1024 ** 2 + 1), 413, 'upload-too-large'],
  ['more pixels than a page can show', hugePng(), 400, 'picture-unfit'],
])('%s is no picture', async (_what, bytes, status, code) => {
  expect(await send(bytes)).toMatchObject({ status, body: { code } });
  expect(await picturesOf()).toEqual([]);
});

/** Says of itself that it is 10,000 times 10,000 points large. */
function hugePng(): Buffer {
  const bytes = Buffer.from(ONE_POINT_PNG);
  bytes.writeUInt32BE(10_000, 16);
  bytes.writeUInt32BE(10_000, 20);
  return bytes;
}

test('what a camera or a program wrote beside a picture is not kept with it', async () => {
  const note = Buffer.from('GPS 25.0453 N, 102.7097 E', 'latin1');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(note.length);
  head.write('tEXt', 4, 'latin1');
  const beside = Buffer.concat([head, note, Buffer.alloc(4)]);
  const { body } = await send(
    Buffer.concat([ONE_POINT_PNG.subarray(0, 33), beside, ONE_POINT_PNG.subarray(33)]),
  );
  expect((await download(here, author, body.url)).bytes).toEqual(ONE_POINT_PNG);
  const { platform, database } = here.installation;
  const { bankPictures } = await checkInstallation(platform, database);
  expect(bankPictures).toMatchObject({ files: expect.any(Number) as number, problems: [] });
});

test('a picture without words, and one that the bank does not have, are to be mended', async () => {
  const { name } = (await send()).body;
  const [wordless = '', unknown = ''] = await bank.add(
    single(`看图：\n\n![](${name})`),
    single('看图：\n\n![接访](picture-000000000000.png)'),
  );
  for (const [id, words] of [
    [wordless, '没有文字说明'],
    [unknown, '题库里没有图片'],
  ] as const) {
    const { state, faults } = await bank.sheet(id);
    expect(state).toBe('unfinished');
    expect(faults).toMatchObject([{ field: 'stem' }]);
    expect(faults[0]?.message['zh-CN']).toContain(words);
  }
});

test('a picture is taken away when nothing shows it, and sent again it mends what names it', async () => {
  const { name, url } = (await send()).body;
  const [id = ''] = await bank.add(single(`看图：\n\n![接访](${name})`));
  const at = `${BANKS}/${bank.name}/pictures/${name}`;
  const refused = await author.delete<{ code: string; detail: string }>(at);
  expect(refused).toMatchObject({ status: 409, body: { code: 'bank-picture-used' } });
  const before = (await kept()).length;
  await bank.save(id, single('不看图了'));
  expect((await author.delete(at)).status).toBe(204);
  expect(await kept()).toHaveLength(before - 1);
  expect((await author.get(url)).status).toBe(404);

  await bank.save(id, single(`看图：\n\n![接访](${name})`));
  const ready = () =>
    author.get<{ total: number }>(`/api/v1/studio/bank?origin=${bank.name}&state=ready`);
  expect((await ready()).body.total).toBe(0);
  await send();
  expect((await ready()).body.total).toBe(1);
});
