// Presentations as slides: taken where the machine has LibreOffice, refused with a sentence where it has not.
import type { DraftFile, DraftFiles } from '@xueshi/contracts';
import {
  compoundFile,
  openDocument,
  powerPoint,
  zipped,
} from '@xueshi/formats/presentation/presentations.fixture';
import { whereOffice } from '@xueshi/media';
import { temporaryFolder } from '@xueshi/testkit';
import { createServer } from 'node:http';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkInstallation } from '../../../commands/check.ts';
import { makeOffice } from '../../../testing/office-stand-in.ts';
import { makeDeck } from '../../../testing/slide-decks.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../../testing/test-installation.ts';
import { listen, tusClient, type TusClient } from '../../../testing/tus-client.ts';

/** An installation with this LibreOffice, and a draft of its author. */
function installed(office: () => Promise<string>) {
  const there = {} as { here: TestInstallation; author: Visitor; client: TusClient; id: string };
  beforeAll(async () => {
    there.here = await openTestInstallation({ env: { XUESHI_OFFICE: await office() } });
    await listen(there.here);
    there.author = await there.here.signIn('zhoumin');
    there.client = tusClient(there.here, there.author);
  });
  afterAll(() => there.here.close());
  beforeEach(async () => {
    const wish = { title: '演示文稿试讲', area: 'law' };
    there.id = (await there.author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
  });
  const listed = async () =>
    (await there.author.get<DraftFiles>(`/api/v1/drafts/${there.id}/files`)).body;
  async function send(name: string, bytes: Buffer<ArrayBuffer>): Promise<DraftFile> {
    const { url } = await there.client.announce(there.id, { name, bytes: bytes.length });
    await there.client.send(url, 0, bytes);
    await there.here.jobs.idle();
    const file = (await listed()).files.find((one) => url.endsWith(one.id));
    if (!file) throw new Error('it arrived');
    return file;
  }
  const arriving = () => readdir(join(there.here.dataFolder, 'uploads'));
  const announce = async (name: string) => {
    const { status, code } = await there.client.announce(there.id, { name, bytes: 10 });
    return { status, code };
  };
  return { there, listed, send, arriving, announce };
}

describe('without LibreOffice', () => {
  const { listed, send, announce } = installed(async () => 'off');

  test.each(['课件.pptx', '课件.odp', '课件.ppt', '课件.dps', '课件.key', '课件.pptm'])(
    '%s is refused before it is sent',
    async (name) => {
      expect((await listed()).takesPresentations).toBe(false);
      expect(await announce(name)).toEqual({ status: 400, code: 'upload-presentation' });
    },
  );

  test('one by the name of a PDF is told when it is looked through', async () => {
    const refused = await send('课件.pdf', zipped(powerPoint()));
    expect(refused).toMatchObject({ state: 'refused', problem: 'no-office' });
  });
});

describe.skipIf(process.platform === 'win32')('with a program in its place', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const { there, listed, send, arriving, announce } = installed(async () => {
    folder = await temporaryFolder();
    return makeOffice(folder.path, await makeDeck(3));
  });
  afterAll(() => folder.remove());

  test('what it makes goes the way of a PDF, and is kept in the place of the presentation', async () => {
    expect((await listed()).takesPresentations).toBe(true);
    const deck = await send('课件.pptx', zipped(powerPoint()));
    expect(deck).toMatchObject({ kind: 'slides', state: 'usable', found: { pages: 3 } });
    const { files } = await listed();
    expect(files.filter(({ found }) => found?.page?.of === deck.id)).toHaveLength(3);
    const kept = await there.author.get(`/media/drafts/${there.id}/${deck.id}`);
    expect(kept.headers['content-type']).toBe('application/pdf');
    expect(await arriving()).toEqual([]);
    const { platform, database } = there.here.installation;
    expect((await checkInstallation(platform, database)).draftFiles).toMatchObject({
      problems: [],
    });
  }, 30_000);

  test.each([
    ['macros', zipped({ ...powerPoint(), 'ppt/vbaProject.bin': 'x' }), 'has-macros'],
    ['a password', compoundFile('Root Entry', 'EncryptedPackage'), 'presentation-locked'],
    ['an old format', compoundFile('Root Entry', 'PowerPoint Document'), 'not-a-presentation'],
    ['a zip of something', zipped({ 'a.txt': 'a' }), 'not-a-presentation'],
    ['301 slides', zipped(powerPoint({ slides: 301 })), 'too-many-pages'],
  ])('%s is refused by its reason, and nothing of it stays', async (_what, bytes, problem) => {
    expect(await send('课件.pptx', bytes)).toMatchObject({
      state: 'refused',
      problem,
      detail: null,
    });
    expect(await arriving()).toEqual([]);
  });

  test('a hostile zip is told in words', async () => {
    const bytes = zipped({ ...powerPoint(), '../../x': 'x' });
    const refused = await send('课件.pptx', bytes);
    expect(refused).toMatchObject({ problem: 'not-a-presentation' });
    expect(refused.detail?.en).toContain('../../x');
  });

  test('what cannot be looked into first is refused before it is sent', async () => {
    for (const name of ['课件.ppt', '课件.pps', '课件.pptm', '课件.ppsx', '课件.dps', '课件.key'])
      expect(await announce(name)).toEqual({ status: 400, code: 'upload-presentation-old' });
  });
});

describe.skipIf(process.platform === 'win32')('with a program that makes nothing', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const { send, arriving } = installed(async () => {
    folder = await temporaryFolder();
    return makeOffice(folder.path, null);
  });
  afterAll(() => folder.remove());

  test('the presentation is refused with what to do', async () => {
    const refused = await send('课件.pptx', zipped(powerPoint()));
    expect(refused).toMatchObject({ state: 'refused', problem: 'not-converted' });
    expect(await arriving()).toEqual([]);
  });
});

const office = await whereOffice();
describe.skipIf(office === null)('with LibreOffice (skipped where the machine has none)', () => {
  const { listed, send, arriving } = installed(async () => office ?? '');

  test('twenty slides become twenty pictures with their words', async () => {
    const deck = await send('课件.pptx', zipped(powerPoint({ slides: 20 })));
    expect(deck).toMatchObject({ kind: 'slides', state: 'usable', found: { pages: 20 } });
    const third = (await listed()).files.find(({ found }) => found?.page?.number === 3);
    expect(third?.found).toMatchObject({
      ...{ width: 1600, height: 900 },
      // LibreOffice sets letters and numbers a little apart.
      page: {
        title: expect.stringMatching(/^第 ?3 ?步：接访从听开始$/),
        text: expect.stringMatching(/记下原话，第 ?3 ?条/),
      },
    });
    expect(await arriving()).toEqual([]);
  }, 120_000);

  test('OpenDocument too, and what is linked in either is fetched by nobody', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const linked = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/x.png`;
    const odp = await send('课件.odp', zipped(openDocument({ linked })));
    const pptx = await send('课件.pptx', zipped(powerPoint({ linked })));
    server.close();
    expect(odp).toMatchObject({ state: 'usable', found: { pages: 2 } });
    expect(pptx).toMatchObject({ state: 'usable', found: { pages: 3 } });
    expect(asked).toEqual([]);
  }, 120_000);
});
