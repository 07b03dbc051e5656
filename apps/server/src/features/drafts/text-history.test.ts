// How a text read before: kept while it is written, looked back at, and returned to.
import type { DraftText, DraftTextHistory, DraftTextState } from '@xueshi/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let author: Visitor;
let colleague: Visitor;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation();
});
afterAll(() => here.close());

beforeEach(async () => {
  author = await here.signIn('zhoumin');
  colleague = await here.signIn('sunliping');
  const lessons = [{ kind: 'reading' as const, title: '下村走访' }];
  id = await beginDraft(author, { title: '村里的信访', area: 'law', lessons });
  here.clock.advance({ minutes: 1 });
});

const lesson = () => `/api/v1/drafts/${id}/lessons/reading`;
const read = async () => (await author.get<DraftText>(`${lesson()}/text`)).body;
async function write(text: string, who = author) {
  const { version } = await read();
  return who.put(`${lesson()}/text`, { version, text });
}
const history = async () => (await author.get<DraftTextHistory>(`${lesson()}/history`)).body;
const stateAt = async (stateId: string) =>
  (await author.get<DraftTextState>(`${lesson()}/history/${stateId}`)).body;
const texts = async () =>
  Promise.all((await history()).items.map(async (one) => (await stateAt(one.id)).text));

test('of one who writes on and on a state is kept every ten minutes, and one that was left alone always', async () => {
  const { text: begun } = await read();
  await write('# 一\n');
  expect(await texts()).toEqual([begun]);
  for (const text of ['# 二\n', '# 三\n']) {
    here.clock.advance({ minutes: 1 });
    await write(text);
  }
  expect(await texts()).toEqual([begun]);
  // Ten minutes since the last one that is kept.
  here.clock.advance({ minutes: 8 });
  await write('# 四\n');
  here.clock.advance({ minutes: 1 });
  await write('# 五\n');
  expect(await texts()).toEqual(['# 四\n', begun]);
  here.clock.advance({ minutes: 30 });
  await write('# 六\n');
  expect(await texts()).toEqual(['# 五\n', '# 四\n', begun]);
});

test('what somebody else wrote is kept before it reads otherwise, with who wrote it', async () => {
  here.clock.advance({ minutes: 1 });
  await write('# 周敏写的\n');
  here.clock.advance({ minutes: 1 });
  expect(await write('# 孙丽萍写的\n', colleague)).toMatchObject({ status: 200 });
  here.clock.advance({ minutes: 1 });
  await write('# 周敏又写的\n');
  const { items } = await history();
  expect(items.map(({ savedBy, characters }) => [savedBy, characters])).toEqual([
    ['孙丽萍', 8],
    ['周敏', 7],
    ['周敏', expect.any(Number)],
  ]);
});

test('a state shows what changed since, and the text reads like that again; nothing is lost by it', async () => {
  await write('# 走访\n\n先听。\n\n再记。\n');
  here.clock.advance({ minutes: 20 });
  await write('# 走访\n\n先说。\n\n再记。\n');
  const [before] = (await history()).items;
  const stateId = before?.id ?? '';
  const { changes } = await stateAt(stateId);
  const lines = changes.flatMap(({ parts }) => parts ?? []).flat();
  expect(lines.filter(({ kind }) => kind !== 'same').map((run) => [run.kind, run.lines])).toEqual([
    ['removed', ['先听。']],
    ['added', ['先说。']],
  ]);

  const url = `${lesson()}/history/${stateId}/restoration`;
  // Somebody who has not seen the last words is told first.
  const early = await author.post<{ code: string }>(url, { version: 1 });
  expect(early).toMatchObject({ status: 409, body: { code: 'draft-changed-elsewhere' } });
  const { version } = await history();
  expect((await author.post(url, { version })).status).toBe(200);
  expect((await read()).text).toContain('先听。');
  expect((await texts())[0]).toContain('先说。');
});

test('no more than fifty are kept of a text, and none of a lesson that was removed', async () => {
  for (let at = 1; at <= 52; at += 1) {
    here.clock.advance({ minutes: 11 });
    await write(`# ${at}\n`);
  }
  const kept = await texts();
  expect(kept).toHaveLength(50);
  expect([kept[0], kept.at(-1)]).toEqual(['# 51\n', '# 2\n']);
  const url = `/api/v1/drafts/${id}`;
  const { version } = (await author.get<{ version: number }>(url)).body;
  await author.put(`${url}/lessons`, { version, lessons: [] });
  expect((await author.get(`${lesson()}/history`)).status).toBe(404);
  await author.post(`${url}/lessons`, { kind: 'reading', title: '下村走访' });
  expect((await history()).items).toEqual([]);
});

test('what is being reviewed is not changed by going back', async () => {
  await write(`# 走访\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`);
  const [first] = (await history()).items;
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const { version } = await history();
  const url = `${lesson()}/history/${first?.id}/restoration`;
  const refused = await author.post<{ code: string }>(url, { version });
  expect(refused.body.code).toBe('draft-submitted');
});
