// A PDF of slides becomes pictures with their words, all of them or none.
import type { DraftFile, DraftFiles } from '@xueshi/contracts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkInstallation } from '../../../commands/check.ts';
import { makeDeck } from '../../../testing/slide-decks.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../../testing/test-installation.ts';
import { listen, tusClient, type TusClient } from '../../../testing/tus-client.ts';

let here: TestInstallation;
let author: Visitor;
let client: TusClient;
let id: string;

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
});
afterAll(() => here.close());

beforeEach(async () => {
  const wish = { title: '幻灯片试讲', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
});

const files = async () => (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body.files;

async function send(name: string, bytes: Buffer<ArrayBuffer>): Promise<DraftFile> {
  const { url } = await client.announce(id, { name, bytes: bytes.length });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const file = (await files()).find((one) => url.endsWith(one.id));
  if (!file) throw new Error('it arrived');
  return file;
}

test('twenty pages become twenty pictures with their words, and go with their file', async () => {
  const deck = await send('课件.pdf', await makeDeck(20));
  expect(deck).toMatchObject({ kind: 'slides', state: 'usable', found: { pages: 20 } });
  const pages = (await files()).filter(({ found }) => found?.page?.of === deck.id);
  const byNumber = new Map(pages.map((page) => [page.found?.page?.number, page]));
  expect([...byNumber.keys()].sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  const third = byNumber.get(3);
  expect(third).toMatchObject({
    kind: 'slide',
    state: 'usable',
    found: {
      ...{ width: 1600, height: 900 },
      page: { title: '第3步：接访从听开始', text: expect.stringContaining('记下原话，第3条') },
    },
  });
  const picture = await author.get(`/media/drafts/${id}/${third?.id}`);
  expect(picture.headers['content-type']).toBe('image/webp');
  expect(await readdir(join(here.dataFolder, 'uploads'))).toEqual([]);
  const { platform, database } = here.installation;
  const report = await checkInstallation(platform, database);
  expect(report.draftFiles).toMatchObject({ problems: [] });

  await author.delete(`/api/v1/drafts/${id}/files/${deck.id}`);
  expect(await files()).toEqual([]);
}, 60_000);

test('what cannot be used leaves no page behind', async () => {
  const refused = await send('坏了.pdf', Buffer.from('%PDF-1.7\n没有了'));
  expect(refused).toMatchObject({ state: 'refused', problem: 'not-a-pdf' });
  expect(await files()).toHaveLength(1);
  const { status, code } = await client.announce(id, { name: '课件.pptx', bytes: 10 });
  expect({ status, code }).toEqual({ status: 400, code: 'upload-presentation' });
});
