// An author sends a course package of any size in pieces, over a link that breaks, and it becomes a draft as one does
// that is sent whole: everything in it, or nothing.
import type {
  ArrivedPackage,
  CourseDraft,
  DraftCard,
  DraftFiles,
  PackageUploads,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { writeCoursewareCourse } from '../../testing/courseware-course.ts';
import { makeScormPackage } from '../../testing/courseware-packages.ts';
import { addLearner } from '../../testing/learners.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { listen, tusClient, type TusClient } from '../../testing/tus-client.ts';
import { sweepUploadsHandler } from '../uploads/service.ts';
import { takeInPackageHandler } from './service.ts';

const MIB = 1024 ** 2;
const PACKAGES = '/api/v1/drafts/packages/uploads';

let here: TestInstallation;
let author: Visitor;
let client: TusClient;
let other: Visitor;
let otherClient: TusClient;
/** A course of courseware with a film of 33 MB in it. */
let large: Buffer<ArrayBuffer>;
let small: Buffer<ArrayBuffer>;

beforeAll(async () => {
  here = await openTestInstallation({
    env: { XUESHI_DRAFT_UPLOADS_GB: '0.6', XUESHI_UPLOADS_GB: '0.8' },
  });
  await listen(here);
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
  other = await here.signIn('sunliping');
  otherClient = tusClient(here, other);
  small = await coursePackage('small', makeScormPackage());
  const film = { 'film.mp4': new Uint8Array(randomBytes(33 * MIB)) };
  const files = { ...unzipSync(makeScormPackage()), ...film };
  large = await coursePackage('large', zipSync(files, { level: 0 }));
});
afterAll(() => here.close());
afterEach(async () => {
  for (const [who, { uploads, arrived }] of [
    [author, await sent(author)],
    [other, await sent(other)],
  ] as const)
    for (const { id } of [...uploads, ...arrived]) await who.delete(`${PACKAGES}/${id}`);
  expect(await lying()).toEqual([]);
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A course with this courseware as the package of another installation. */
async function coursePackage(slug: string, zip: Uint8Array): Promise<Buffer<ArrayBuffer>> {
  const folder = await temporaryFolder();
  await writeCoursewareCourse(folder.path, slug, { zip });
  const names = ['course.yaml', 'package.zip', 'quiz.yaml'];
  const read = await Promise.all(names.map((name) => readFile(join(folder.path, slug, name))));
  await folder.remove();
  const manifest = {
    ...{ format: 'xueshi-course', version: 1, slug, revision: 1 },
    title: { 'zh-CN': '包', en: 'Package' },
    files: read.map((bytes, at) => ({
      ...{ name: names[at], bytes: bytes.length, sha256: sha256(bytes) },
    })),
  };
  const parts = {
    'xueshi-course.json': strToU8(JSON.stringify(manifest)),
    ...Object.fromEntries(read.map((bytes, at) => [`${slug}/${names[at]}`, bytes])),
  };
  return Buffer.from(zipSync(parts, { level: 0 }));
}

const sent = async (who: Visitor = author) => (await who.get<PackageUploads>(PACKAGES)).body;
const drafts = async () =>
  (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items.map(({ slug }) => slug);

/** What lies on the disk of packages: their bytes, and rooms in which they are unpacked. */
const lying = async () => [
  ...(await readdir(join(here.dataFolder, 'uploads'))),
  ...(await readdir(here.dataFolder)).filter((name) => /^package-/.test(name)),
];

const announce = (name: string, bytes: number, more: Record<string, string> = {}) =>
  client.announce('packages', { name, bytes, more });

async function whole(
  bytes: Buffer<ArrayBuffer>,
  more: Record<string, string> = {},
): Promise<ArrivedPackage> {
  const { url, status } = await announce('课程.zip', bytes.length, more);
  expect(status).toBe(201);
  expect((await client.send(url, 0, bytes)).status).toBe(204);
  await here.jobs.idle();
  const found = (await sent()).arrived.find(({ id }) => url.endsWith(id));
  if (!found) throw new Error('it arrived');
  return found;
}

test('a package of more than 32 MB arrives in pieces over a link that is cut, and becomes a draft', async () => {
  expect(large.length).toBeGreaterThan(32 * MIB);
  const { url, status } = await announce('大课.zip', large.length, { fingerprint: 'a|b' });
  expect(status).toBe(201);
  expect(url).toMatch(/^\/api\/v1\/drafts\/packages\/uploads\/[\w-]+$/);
  const third = Math.floor(large.length / 3);
  expect((await client.send(url, 0, large.subarray(0, third))).status).toBe(204);
  const cut = await client.begin(url, third, large.subarray(third, third + 5_000), third);
  await vi.waitFor(async () =>
    expect((await sent()).uploads[0]?.receivedBytes).toBe(third + 5_000),
  );
  cut();
  const { at } = await client.offset(url);
  expect(at).toBe(third + 5_000);
  expect(await sent()).toMatchObject({
    uploads: [{ fileName: '大课.zip', bytes: large.length, receivedBytes: at, fingerprint: 'a|b' }],
    arrived: [],
  });
  expect((await client.send(url, 0, large)).status).toBe(409);
  expect((await client.send(url, at, large.subarray(at))).status).toBe(204);
  await here.jobs.idle();
  const { uploads, arrived } = await sent();
  expect([uploads, arrived]).toMatchObject([
    [],
    [{ fileName: '大课.zip', state: 'made', percent: 100, faults: [], problem: null }],
  ]);
  const id = arrived[0]?.draft?.id ?? '';
  const { body: draft } = await author.get<CourseDraft>(`/api/v1/drafts/${id}`);
  expect(draft).toMatchObject({ slug: 'large', faults: [] });
  expect(draft.lessons.map(({ kind }) => kind)).toEqual(['courseware', 'quiz']);
  const { body } = await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`);
  const zip = unzipSync(large)['large/package.zip'] ?? new Uint8Array();
  expect(body.files).toMatchObject([
    { kind: 'courseware', state: 'usable', sha256: sha256(zip), bytes: zip.length },
  ]);
  // The answer to the last piece may have been lost: asked again, it says that all is there.
  expect(await client.offset(url)).toMatchObject({ status: 200, at: large.length });
  expect(await lying()).toEqual([]);
}, 30_000);

test('nobody else sends to a package on its way, asks for it, gives it up or sees it', async () => {
  const { url } = await announce('a.zip', small.length);
  expect((await sent(other)).uploads).toEqual([]);
  expect((await otherClient.offset(url)).status).toBe(404);
  expect((await otherClient.send(url, 0, small)).status).toBe(404);
  expect((await otherClient.cancel(url)).status).toBe(404);
  const learner = (await addLearner(here)).visitor;
  expect((await tusClient(here, learner).send(url, 0, small)).status).toBe(403);
  expect((await learner.get(PACKAGES)).status).toBe(403);
  expect((await tusClient(here, here.visitor()).send(url, 0, small)).status).toBe(401);
  const foreign = tusClient(here, author, 'https://evil.example');
  expect((await foreign.send(url, 0, small)).status).toBe(403);
  expect((await client.offset(url)).at).toBe(0);
  expect((await client.cancel(url)).status).toBe(204);
  expect((await client.offset(url)).status).toBe(404);
  // What came of it is theirs alone too; the draft is every author's.
  const { id, draft } = await whole(small);
  expect((await sent(other)).arrived).toEqual([]);
  expect((await other.delete(`${PACKAGES}/${id}`)).status).toBe(404);
  expect((await other.post(`${PACKAGES}/${id}/readings`)).status).toBe(404);
  expect((await other.get(`/api/v1/drafts/${draft?.id}`)).status).toBe(200);
});

test.each(['录像.mp4', '课程.rar', '课程.7z', '大纲.docx', '课程'])(
  '%s is refused before it is sent, with what to do',
  async (name) => {
    expect(await announce(name, 10)).toMatchObject({ status: 400, code: 'package-kind-unfit' });
    expect(await sent()).toMatchObject({ uploads: [], arrived: [] });
  },
);

test('what is faulty becomes nothing, with the faults that the form tells', async () => {
  const before = await drafts();
  const changed = Buffer.from(
    zipSync({ ...unzipSync(small), 'small/quiz.yaml': strToU8('passMark: 60') }),
  );
  const told = async (bytes: Buffer<ArrayBuffer>) => {
    const { state, draft, faults, mayTryAgain } = await whole(bytes);
    expect([state, draft, mayTryAgain]).toEqual(['refused', null, false]);
    return faults.map(({ message }) => message.en).join('\n');
  };
  expect(await told(changed)).toContain('quiz.yaml');
  // Courseware belongs to a lesson, and the sentence says so.
  expect(await told(makeScormPackage())).toContain('as courseware');
  expect(await told(Buffer.from('PK no zip at all'))).toContain('damaged');
  expect(await told(small.subarray(0, small.length / 2))).not.toBe('');
  expect(await whole(small, { sha256: sha256(changed) })).toMatchObject({
    state: 'refused',
    problem: { en: expect.stringContaining('Send it again') as string },
    mayTryAgain: false,
  });
  expect(await drafts()).toEqual(before);
  expect(await lying()).toEqual([]);
});

test('what was full when the server died is taken in when it is asked for, and once', async () => {
  const { url } = await announce('a.zip', small.length);
  const id = url.split('/').at(-1) ?? '';
  // All bytes on the disk, and nothing said about it: as after a kill between the two.
  await writeFile(join(here.dataFolder, 'uploads', id), small);
  expect(await client.offset(url)).toMatchObject({ status: 200, at: small.length });
  await here.jobs.idle();
  expect((await sent()).arrived).toMatchObject([{ id, state: 'made' }]);
  // And killed between the draft and the end of the job, which then runs again.
  const before = await drafts();
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await takeInPackageHandler(here.installation.platform, { uploadId: id }, context);
  expect(await drafts()).toEqual(before);
});

test('given up while it is read, nothing comes of it', async () => {
  const before = await drafts();
  const { url } = await announce('a.zip', large.length);
  await client.send(url, 0, large);
  expect((await client.cancel(url)).status).toBe(204);
  await here.jobs.idle();
  expect(await sent()).toMatchObject({ uploads: [], arrived: [] });
  expect(await drafts()).toEqual(before);
  expect(await lying()).toEqual([]);
});

test('what is announced takes its room at once, and a package that the machine had no room for is read once more', async () => {
  const { mostBytes } = await sent();
  expect(await announce('a.zip', mostBytes + 1)).toMatchObject({ code: 'upload-too-large' });
  expect(await announce('a.zip', 0)).toMatchObject({ code: 'upload-empty' });
  const first = await announce('a.zip', 320_000_000);
  expect(first.status).toBe(201);
  const second = await announce('b.zip', 330_000_000);
  expect(second).toMatchObject({ status: 413, code: 'package-uploads-full' });
  const others = { name: 'b.zip', bytes: 300_000_000 };
  expect((await otherClient.announce('packages', others)).status).toBe(201);
  const third = await otherClient.announce('packages', { name: 'c.zip', bytes: 300_000_000 });
  expect(third).toMatchObject({ status: 507, code: 'upload-all-full' });
  const hindered = await whole(small);
  expect(hindered).toMatchObject({ state: 'refused', mayTryAgain: true, draft: null });
  expect(hindered.problem?.en).toContain('used up');
  expect(await lying()).toContain(hindered.id);
  await client.cancel(first.url);
  const { platform } = here.installation;
  expect((await author.post(`${PACKAGES}/${hindered.id}/readings`)).status).toBe(204);
  await here.jobs.idle();
  expect((await sent()).arrived).toMatchObject([{ id: hindered.id, state: 'made' }]);
  expect((await author.post(`${PACKAGES}/${hindered.id}/readings`)).status).toBe(404);
  const { jobs } = schema;
  const [job] = await platform.db.select().from(jobs).where(eq(jobs.id, hindered.id));
  expect(job?.state).toBe('done');
});

test('packages that nobody comes back for are swept, and so is what came of others; drafts stay', async () => {
  const { url } = await announce('a.zip', small.length);
  await client.send(url, 0, small.subarray(0, 1_000));
  const made = await whole(small);
  const { platform } = here.installation;
  const context = { signal: new AbortController().signal, progress: () => undefined };
  await sweepUploadsHandler(platform, {}, context);
  expect(await sent()).toMatchObject({ uploads: [{}], arrived: [{ id: made.id }] });
  const before = await drafts();
  here.clock.advance({ days: 15 });
  author = await here.signIn('zhoumin');
  client = tusClient(here, author);
  other = await here.signIn('sunliping');
  await sweepUploadsHandler(platform, {}, context);
  expect(await sent()).toMatchObject({ uploads: [], arrived: [] });
  expect(await drafts()).toEqual(before);
});
