// Subtitles are mended cue by cue, by two authors at once, and a lecture that names them has the mended ones.
import type { DraftCue, DraftFiles } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginDraft } from '../../testing/begun-draft.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';

const { courseDrafts } = schema;

interface Subtitles {
  readonly fileName: string;
  readonly sha256: string;
  readonly draft: { readonly savedBy: string };
  readonly cues: readonly DraftCue[];
}

let here: TestInstallation;
let author: Visitor;
let id: string;
let fileId: string;

const FIRST = { startMs: 1_000, endMs: 2_500, text: '大家好' };
const SECOND = { startMs: 3_040, endMs: 5_000, text: '今天讲\n新防工作' };

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

beforeEach(async () => {
  const lessons = [{ kind: 'lecture', title: '视频讲授' }] as const;
  id = await beginDraft(author, { title: '字幕试讲', area: 'law', lessons: [...lessons] });
  const client = tusClient(here, author);
  const sent = Buffer.from(
    '1\n00:00:01,000 --> 00:00:02,500\n大家好\n\n2\n00:00:03,040 --> 00:00:05,000\n今天讲\n新防工作\n',
  );
  const { url } = await client.announce(id, { name: '字幕.srt', bytes: sent.length });
  await client.send(url, 0, sent);
  await here.jobs.idle();
  fileId = (await files())[0]?.id ?? '';
});

const files = async () => (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body.files;
const cuesUrl = (of = fileId) => `/api/v1/drafts/${id}/files/${of}/cues`;
const read = async () => (await author.get<Subtitles>(cuesUrl())).body;
const save = async (cues: readonly DraftCue[], sha256?: string) =>
  author.put<{ sha256: string; code?: string; title?: string }>(cuesUrl(), {
    sha256: sha256 ?? (await read()).sha256,
    cues,
  });

test('what was sent is read cue by cue, to the millisecond', async () => {
  expect(await read()).toMatchObject({ fileName: '字幕.srt', cues: [FIRST, SECOND] });
});

test('a mended word, a moved end and a new cue are in the file that players get', async () => {
  const cues = [
    { ...FIRST, endMs: 2_600 },
    { ...SECOND, text: '今天讲\n\n信访工作 --> 接访' },
    { startMs: 5_000, endMs: 6_000, text: '先听' },
  ];
  const saved = await save(cues);
  expect(saved.status).toBe(200);
  const answer = await here.app.inject({
    url: `/media/drafts/${id}/${fileId}`,
    headers: { cookie: author.cookie() },
  });
  expect(answer.body).toBe(
    'WEBVTT\n\n00:00:01.000 --> 00:00:02.600\n大家好\n\n00:00:03.040 --> 00:00:05.000\n今天讲\n信访工作 → 接访\n\n00:00:05.000 --> 00:00:06.000\n先听\n',
  );
  expect(await files()).toMatchObject([
    { id: fileId, sha256: saved.body.sha256, state: 'usable', found: { cues: 3 } },
  ]);
  expect(await read()).toMatchObject({ sha256: saved.body.sha256 });
});

test('two authors at once: the second is told, and nothing of the first is lost', async () => {
  const { sha256 } = await read();
  expect((await save([FIRST], sha256)).status).toBe(200);
  expect(await save([SECOND], sha256)).toMatchObject({
    status: 409,
    body: { code: 'draft-changed-elsewhere' },
  });
  const after = await read();
  expect(after.cues).toEqual([FIRST]);
  // Who was second is told whose they are.
  expect(after.draft).toMatchObject({ savedBy: '周敏' });
});

test.each<[string, DraftCue[], number]>([
  ['without a text', [FIRST, { ...SECOND, text: ' \n ' }], 2],
  ['that ends before it begins', [{ ...FIRST, endMs: 900 }, SECOND], 1],
  ['that begins before the one above it', [SECOND, FIRST], 2],
])('a cue %s is refused with its number, and nothing is saved', async (_, cues, number) => {
  const answer = await save(cues);
  expect(answer).toMatchObject({ status: 400, body: { code: 'subtitles-unfit' } });
  expect(answer.body.title).toContain(String(number));
  expect((await read()).cues).toEqual([FIRST, SECOND]);
});

test('what is submitted stays as it is, and what is no file of subtitles is not found', async () => {
  const { platform } = here.installation;
  const { sha256 } = await read();
  expect((await author.get(cuesUrl('A'.repeat(22)))).status).toBe(404);
  const other = await beginDraft(author, { title: '别的课', area: 'law', lessons: [] });
  const foreign = `/api/v1/drafts/${other}/files/${fileId}/cues`;
  expect((await author.get(foreign)).status).toBe(404);
  expect((await author.put(foreign, { sha256, cues: [FIRST] })).status).toBe(404);
  const learner = await here.signIn('wangxiulan');
  expect((await learner.get(cuesUrl())).status).toBe(403);
  await platform.write((tx) =>
    tx.update(courseDrafts).set({ state: 'submitted' }).where(eq(courseDrafts.id, id)),
  );
  expect(await save([FIRST])).toMatchObject({ status: 409, body: { code: 'draft-submitted' } });
});
