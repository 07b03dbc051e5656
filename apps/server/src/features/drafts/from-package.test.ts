// A course package that somebody was handed becomes a draft; whatever is wrong with it, nothing else happens.
import type { CourseDraft, DraftCard, DraftFiles, DraftText, TakenCourse } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  ORIGIN,
  withSampleCourse,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST_WITH_LECTURE } from '../../testing/whole-checklist.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
/** The sample course as a package of this installation. */
let whole: Buffer;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      await withSampleCourse(folder, ffmpeg);
      await writeReadingCourse(folder, 'receiving', { title: '接访' });
    },
  });
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  whole = await packageOf('trial');
});
afterAll(() => here.close());

const packageOf = async (slug: string) =>
  (await download(here, author, `/api/v1/courses/${slug}/versions/1/package`)).bytes;

async function send(bytes: Uint8Array, who = author) {
  const answer = await here.app.inject({
    method: 'POST',
    url: '/api/v1/drafts/packages',
    headers: { cookie: who.cookie(), origin: ORIGIN, 'content-type': 'application/octet-stream' },
    payload: Buffer.from(bytes),
  });
  return {
    status: answer.statusCode,
    body: answer.json<TakenCourse & { code?: string; params?: Record<string, unknown> }>(),
  };
}

const manifestOf = (slug: string, files: Readonly<Record<string, Uint8Array>>) => ({
  format: 'xueshi-course',
  version: 1,
  slug,
  title: { 'zh-CN': '包', en: 'Package' },
  revision: 1,
  files: Object.entries(files).map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
});

/** A course of these files as a package, with the manifest that belongs to them. */
function packed(slug: string, texts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      typeof text === 'string' ? strToU8(text) : text,
    ]),
  );
  return zipSync({
    'xueshi-course.json': strToU8(JSON.stringify(manifestOf(slug, files))),
    ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${slug}/${name}`, bytes])),
  });
}

/** A course of one reading, as a folder has it. */
async function readingFiles(body: string): Promise<Record<string, string>> {
  const folder = join(here.dataFolder, '..', 'elsewhere');
  await mkdir(folder, { recursive: true });
  await writeReadingCourse(folder, 'one', { title: '外来课程', body });
  const text = (name: string) => readFile(join(folder, 'one', name), 'utf8');
  return { 'course.yaml': await text('course.yaml'), 'reading.md': await text('reading.md') };
}

const drafts = async () =>
  (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items.map(({ slug }) => slug);
const draftOf = async (id: string) => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;

test('a package becomes a draft under a name that is free, with all that is in it', async () => {
  const { status, body } = await send(whole);
  expect([status, body.faults]).toEqual([200, []]);
  const id = body.id ?? '';
  // The recording is foreign: it is looked through as one that was sent.
  const files = async () =>
    (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body.files.map(
      ({ kind, state }) => `${kind} ${state}`,
    );
  await here.jobs.idle();
  expect((await files()).sort()).toEqual([
    'recording usable',
    'slide usable',
    'slide usable',
    'slide usable',
    'subtitles usable',
  ]);
  const draft = await draftOf(id);
  expect(draft).toMatchObject({ slug: 'trial-2', revision: 1, state: 'draft', faults: [] });
  expect(draft.lessons.map(({ kind }) => kind)).toEqual(['lecture', 'reading', 'case', 'quiz']);
  const quiz = await author.get<DraftText>(`/api/v1/drafts/${id}/lessons/quiz/text`);
  const files2 = unzipSync(whole);
  expect(quiz.body.text).toBe(Buffer.from(files2['trial/quiz.yaml'] ?? []).toString());
  await author.put(`/api/v1/drafts/${id}/submission`, { correction: false });
  const decided = await reviewer.post(`/api/v1/drafts/${id}/decision`, {
    publish: true,
    comment: '',
    checklist: WHOLE_CHECKLIST_WITH_LECTURE,
  });
  expect(decided.status).toBe(204);
  const { visitor } = await addLearner(here);
  expect((await visitor.get('/api/v1/courses/trial-2')).status).toBe(200);
});

test('a package keeps its own name where that is free', async () => {
  const files = await readingFiles('先请人坐下。\n\n![图](图/一.png)');
  const { body } = await send(packed('from-afar', { ...files, '图/一.png': ONE_POINT_PNG }));
  expect(body.faults).toEqual([]);
  const draft = await draftOf(body.id ?? '');
  expect(draft).toMatchObject({
    slug: 'from-afar',
    faults: [],
    facts: { title: { 'zh-CN': '外来课程' } },
  });
  const events = await here.installation.platform.db.select().from(schema.auditEvents);
  expect(events.map(({ detail }) => detail)).toContainEqual({
    title: '外来课程',
    from: 'from-afar 1',
  });
});

/** Nothing half done: no draft, no file of one, no room left behind. */
async function nothingOf<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const state = async () => ({
    drafts: await drafts(),
    files: (await here.installation.platform.db.select().from(schema.draftFiles)).length,
    rooms: (await readdir(here.dataFolder)).filter((name) => /^(?:package|draft)-/.test(name)),
  });
  const before = await state();
  const result = await attempt();
  expect(await state()).toEqual(before);
  return result;
}

test('what is wrong in a package is told by file and line, and nothing of it stays', async () => {
  const files = await readingFiles('> 这不是条文\n>\n> —— 《信访工作条例》第三条');
  const { status, body } = await nothingOf(() => send(packed('faulty', files)));
  expect([status, body.id]).toEqual([200, null]);
  expect(body.faults).toMatchObject([{ file: 'reading.md', line: 3 }]);
  expect(body.faults[0]?.message['zh-CN']).toContain('信访工作条例');
  const broken = { ...files, 'course.yaml': 'format: 2\n' };
  const other = await nothingOf(() => send(packed('faulty', broken)));
  expect(other.body.faults[0]).toMatchObject({ file: 'course.yaml' });
});

test.each([
  ['no zip', () => strToU8('PK no zip at all')],
  ['a zip that is no course package', () => zipSync({ 'course.yaml': strToU8('format: 1') })],
  [
    'one with a file that its manifest does not list',
    () => zipSync({ ...unzipSync(whole), 'trial/more.md': strToU8('# 多') }),
  ],
  [
    'one with a changed file',
    () => zipSync({ ...unzipSync(whole), 'trial/reading.md': strToU8('# 改\n\n了。') }),
  ],
  ['one that was cut off', () => whole.subarray(0, Math.floor(whole.length / 2))],
  [
    'one that leads out of its folder',
    () =>
      zipSync({
        'xueshi-course.json': strToU8(
          JSON.stringify(manifestOf('out', { '../../../xueshi.db': strToU8('x') })),
        ),
        'out/../../../xueshi.db': strToU8('x'),
      }),
  ],
  ['one that grows beyond measure', () => packed('bomb', { 'reading.md': 'x'.repeat(40_000_000) })],
])('%s is refused with a sentence, and does no harm', async (_, make) => {
  const { status, body } = await nothingOf(() => send(make()));
  expect([status, body.id]).toEqual([200, null]);
  expect(body.faults.length).toBeGreaterThan(0);
  for (const { message } of body.faults) expect(message.en && message['zh-CN']).toBeTruthy();
});

test('too large a package and an empty one are refused, and learners send none', async () => {
  const large = await nothingOf(() => send(new Uint8Array(33 * 1024 * 1024)));
  expect(large).toMatchObject({
    status: 413,
    body: { code: 'package-too-large', params: { mib: 32 } },
  });
  expect((await send(new Uint8Array(0))).body.code).toBe('upload-empty');
  const { visitor } = await addLearner(here);
  expect((await send(whole, visitor)).status).toBe(403);
});
