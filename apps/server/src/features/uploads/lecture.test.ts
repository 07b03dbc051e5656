// A recording, chapters and subtitles become a lecture that is packaged: through the draft, the review and the
// publisher that course folders take.
import type {
  CourseDetail,
  CourseDraft,
  DraftFile,
  DraftFiles,
  DraftText,
  LectureForm,
  PackagedLecture,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { ONE_POINT_PNG } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkInstallation } from '../../commands/check.ts';
import { keptPath } from '../../platform/kept-files.ts';
import { beginDraft } from '../../testing/begun-draft.ts';
import { makeRecording } from '../../testing/recordings.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST_WITH_LECTURE } from '../../testing/whole-checklist.ts';
import { listen, tusClient } from '../../testing/tus-client.ts';
import { sourceOf } from '../catalogue/kept-sources.ts';
import { findCourse } from '../catalogue/store.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
let id: string;
let recording: Buffer<ArrayBuffer>;

const SUBTITLES = '1\n00:00:01,000 --> 00:00:03,000\n先听，再问，再记。\n';

beforeAll(async () => {
  here = await openTestInstallation();
  await listen(here);
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
  recording = await makeRecording(await anyFfmpeg(), { seconds: 20 });
});
afterAll(() => here.close());

const draft = async () => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
const textUrl = () => `/api/v1/drafts/${id}/lessons/lecture/text`;
const read = async () => (await author.get<DraftText>(textUrl())).body;
const form = async () => JSON.parse((await read()).text) as LectureForm;

async function save(change: Partial<LectureForm>) {
  const { version, text } = await read();
  const next = { ...(JSON.parse(text) as LectureForm), ...change };
  return author.put(textUrl(), { version, text: JSON.stringify(next) });
}

async function upload(name: string, bytes: Buffer<ArrayBuffer>): Promise<DraftFile> {
  const client = tusClient(here, author);
  const { url } = await client.announce(id, { name, bytes: bytes.length });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  const { files } = (await author.get<DraftFiles>(`/api/v1/drafts/${id}/files`)).body;
  const file = files.find((one) => url.endsWith(one.id));
  if (file?.state !== 'usable') throw new Error(`${name}: ${file?.problem}`);
  return file;
}

const CHAPTERS = [
  { startMs: 0, title: { 'zh-CN': '先听', en: 'Listen' } },
  { startMs: 8_000, title: { 'zh-CN': '再记', en: 'Write down' } },
];

beforeEach(async () => {
  id = await beginDraft(author, {
    title: '接访试讲',
    area: 'law',
    lessons: [
      { kind: 'lecture', title: '视频讲授' },
      { kind: 'reading', title: '接访须知' },
    ],
  });
  const url = `/api/v1/drafts/${id}/lessons/reading/text`;
  const text = `# 接访须知\n\n${'走访时先听，再问，再记。'.repeat(400)}\n`;
  await author.put(url, { version: 1, text });
});

test('what a lecture lacks is told by the field of its page', async () => {
  const { faults } = await read();
  expect(faults.map(({ field, message }) => [field, message.en])).toEqual(
    expect.arrayContaining([
      ['video', 'There is no recording yet; upload one and choose it.'],
      ['subtitles.zh-CN', 'There are no Chinese subtitles yet; upload some and choose them.'],
      ['chapters.0.title.en', 'Must not be blank; fill it in.'],
    ]),
  );
  const { id: video } = await upload('a.mp4', recording);
  const { id: vtt } = await upload('a.srt', Buffer.from(SUBTITLES.replace(':03,', ':59,')));
  const late = [...CHAPTERS, { startMs: 25_000, title: { 'zh-CN': '完', en: 'End' } }];
  await save({ recording: video, subtitles: { 'zh-CN': vtt, en: null }, chapters: late });
  const later = (await read()).faults;
  expect(later.map(({ field }) => field).sort()).toEqual(['chapters.2.startMs', 'subtitles.zh-CN']);
});

test('what no page writes is refused, and files of other courses are not found', async () => {
  const { version } = await read();
  for (const text of ['', '{', '{"recording":"../../xueshi.db"}', '[]'])
    expect((await author.put(textUrl(), { version, text })).status).toBe(400);
  const { id: video } = await upload('a.mp4', recording);
  const wish = { title: '别的课', area: 'law' };
  id = (await author.post<{ id: string }>('/api/v1/drafts', wish)).body.id;
  await author.post(`/api/v1/drafts/${id}/lessons`, { kind: 'lecture', title: '讲' });
  await save({ recording: video });
  expect((await read()).faults.map(({ field }) => field)).toContain('video');
});

async function makeWhole(of = recording): Promise<void> {
  const [video, vtt, slide] = [
    await upload('第一讲.mp4', of),
    await upload('字幕.srt', Buffer.from(SUBTITLES)),
    await upload('1.png', ONE_POINT_PNG),
  ];
  await save({
    recording: video.id,
    subtitles: { 'zh-CN': vtt.id, en: null },
    chapters: CHAPTERS,
    slides: [{ startMs: 2_000, file: slide.id, title: '先听后问', text: '听完再问' }],
  });
  expect((await draft()).faults).toEqual([]);
}

async function publish({ correction = false } = {}): Promise<string> {
  expect((await author.put(`/api/v1/drafts/${id}/submission`, { correction })).status).toBe(204);
  const decision = { publish: true, comment: '', checklist: WHOLE_CHECKLIST_WITH_LECTURE };
  expect((await reviewer.post(`/api/v1/drafts/${id}/decision`, decision)).status).toBe(204);
  return (await draft()).slug;
}

const packaging = async () =>
  (await author.get<{ items: PackagedLecture[] }>(`/api/v1/drafts/${id}/packaging`)).body.items;

test('from an uploaded recording to a lecture that can be played; a new recording keeps the chapters', async () => {
  await makeWhole();
  const slug = await publish();
  const [before] = await packaging();
  expect(before).toMatchObject({ lessonId: 'lecture' });
  here.jobs.wake();
  await here.jobs.idle();
  expect(await packaging()).toMatchObject([{ state: 'ready', percent: 100, before: null }]);
  const { body } = await author.get<CourseDetail>(`/api/v1/courses/${slug}`);
  expect(body.lessons.map(({ kind }) => kind)).toEqual(['lecture', 'reading']);
  const assetId = before?.assetId ?? '';
  const cookie = author.cookie();
  for (const file of ['master.m3u8', 'subtitles/zh-CN/subtitles.vtt'])
    expect(
      (await here.app.inject({ url: `/media/${assetId}/${file}`, headers: { cookie } })).statusCode,
    ).toBe(200);

  const longer = await makeRecording(await anyFfmpeg(), { seconds: 24 });
  const { id: replaced } = await upload('第二次.mp4', longer);
  await save({ recording: replaced });
  expect((await form()).chapters).toEqual(CHAPTERS);
  await publish();
  here.jobs.wake();
  await here.jobs.idle();
  const [after] = await packaging();
  expect(after).toMatchObject({ state: 'ready' });
  expect(after?.assetId).not.toBe(assetId);
  // The first version's files are still there: somebody may be in the middle of it.
  const { platform, database } = here.installation;
  const report = await checkInstallation(platform, database);
  expect(report.draftFiles).toMatchObject({ problems: [] });
  expect(report.media.problems).toEqual([]);
});

/** The published timeline of the lecture, as a course folder would have it. */
async function timelineOf(slug: string): Promise<Record<string, unknown>> {
  const { platform } = here.installation;
  const published = await findCourse(platform.db, slug);
  const files = await sourceOf(platform.db, published?.version.id ?? '');
  const { sha256 = '' } = files.find(({ name }) => name === 'lecture.timeline.json') ?? {};
  return JSON.parse(await readFile(keptPath(platform, sha256), 'utf8')) as Record<string, unknown>;
}

test('the poster is the moment that the author chose, and must be one of the recording', async () => {
  await makeWhole();
  // A form as it was kept before there was a choice.
  const { posterMs: _, ...before } = await form();
  const { version } = await read();
  expect(
    (await author.put(textUrl(), { version, text: JSON.stringify(before) })).status,
  ).toBeLessThan(300);
  expect((await read()).faults).toEqual([]);
  await save({ posterMs: 20_500 });
  const { faults } = await read();
  expect(faults.map(({ field, line }) => [field, line])).toEqual([['posterMs', null]]);
  await save({ posterMs: null });
  expect(await timelineOf(await publish())).not.toHaveProperty('posterMs');
  await save({ posterMs: 12_300 });
  expect(await timelineOf(await publish())).toMatchObject({ posterMs: 12_300 });
});

test('another poster is a small correction, and made without processing the recording again', async () => {
  await makeWhole(await makeRecording(await anyFfmpeg(), { seconds: 18 }));
  const slug = await publish();
  here.jobs.wake();
  await here.jobs.idle();
  const [before] = await packaging();
  await save({ posterMs: 15_000 });
  await publish({ correction: true });
  const { platform } = here.installation;
  expect((await findCourse(platform.db, slug))?.version.kind).toBe('correction');
  here.jobs.wake();
  await here.jobs.idle();
  const [after] = await packaging();
  expect(after).toMatchObject({ state: 'ready' });
  expect(after?.assetId).not.toBe(before?.assetId);
  const fileOf = (lecture: PackagedLecture | undefined, ...names: string[]) =>
    join(here.dataFolder, 'media', lecture?.assetId ?? '', ...names);
  const segment = ['video-240', 'segment-00000.m4s'];
  expect((await stat(fileOf(after, ...segment))).ino).toBe(
    (await stat(fileOf(before, ...segment))).ino,
  );
  const [was, is] = [fileOf(before, 'poster.jpg'), fileOf(after, 'poster.jpg')];
  expect((await readFile(is)).equals(await readFile(was))).toBe(false);
  expect((await checkInstallation(platform, here.installation.database)).media.problems).toEqual(
    [],
  );
});

test('of a recording only the part that the author chose is published, and all times go along', async () => {
  await makeWhole(await makeRecording(await anyFfmpeg(), { seconds: 26 }));
  const words =
    '1\n00:00:01,000 --> 00:00:07,000\n先听\n\n2\n00:00:20,000 --> 00:00:25,000\n闲聊\n';
  const { id: vtt } = await upload('长.srt', Buffer.from(words));
  const chapters = [...CHAPTERS, { startMs: 20_000, title: { 'zh-CN': '收拾', en: 'Tidy up' } }];
  const subtitles = { 'zh-CN': vtt, en: null };
  await save({ chapters, subtitles, posterMs: 9_000, trim: { startMs: 5_000, endMs: 19_000 } });
  expect((await read()).faults).toEqual([]);
  const slug = await publish();
  // In the source everything stays in the time of the recording.
  const timeline = await timelineOf(slug);
  expect(timeline).toMatchObject({ trim: { startMs: 5_000, endMs: 19_000 }, posterMs: 9_000 });
  expect(timeline['chapters']).toEqual(chapters);
  here.jobs.wake();
  await here.jobs.idle();
  const [lecture] = await packaging();
  expect(lecture).toMatchObject({ state: 'ready', durationMs: 14_000 });
  const fileOf = (...names: string[]) =>
    readFile(join(here.dataFolder, 'media', lecture?.assetId ?? '', ...names), 'utf8');
  expect(await fileOf('subtitles', 'zh-CN', 'subtitles.vtt')).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n先听\n',
  );
  const { durationMs } = JSON.parse(await fileOf('manifest.json')) as { durationMs: number };
  expect(Math.abs(durationMs - 14_000)).toBeLessThan(200);

  // Learners, hours and search have the time of the lecture.
  const { platform, database } = here.installation;
  const published = await findCourse(platform.db, slug);
  const [row] = await platform.db
    .select()
    .from(schema.lessons)
    .where(eq(schema.lessons.courseVersionId, published?.version.id ?? ''));
  expect(row?.materialSeconds).toBe(14);
  expect(row?.content).toMatchObject({
    durationMs: 14_000,
    chapters: [
      { startMs: 0, title: { 'zh-CN': '先听' } },
      { startMs: 3_000, title: { 'zh-CN': '再记' } },
    ],
    slides: [{ startMs: 0, title: '先听后问' }],
  });
  expect((await checkInstallation(platform, database)).media.problems).toEqual([]);

  // Another part is another lecture to whoever has watched some of it, and no small correction.
  await save({ trim: { startMs: 5_000, endMs: 18_000 } });
  const submitted = await author.put<{ code: string }>(`/api/v1/drafts/${id}/submission`, {
    correction: true,
  });
  expect(submitted.status).toBeGreaterThanOrEqual(400);
  await save({ trim: null });
  expect(await form()).toMatchObject({ trim: null, chapters });
});

test.each([
  ['after its end', { startMs: 1_000, endMs: 21_000 }, 'trim.endMs', '0:20'],
  ['backwards', { startMs: 15_000, endMs: 10_000 }, 'trim.endMs', '0:15'],
  ['to next to nothing', { startMs: 15_000, endMs: null }, 'trim.startMs', '10 seconds'],
])('a recording trimmed %s is told at the field', async (_, trim, field, said) => {
  await makeWhole();
  await save({ trim });
  const { faults } = await read();
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ field, line: null });
  expect(faults[0]?.message.en).toContain(said);
});

test('packaging that was stopped stays stopped, and goes on when asked to', async () => {
  // Of another length: what was packaged once is never packaged again.
  await makeWhole(await makeRecording(await anyFfmpeg(), { seconds: 22 }));
  await here.jobs.stop();
  await publish();
  const [waiting] = await packaging();
  expect(waiting).toMatchObject({ state: 'waiting', percent: 0 });
  expect(waiting?.secondsLeft).toBeGreaterThan(0);
  const url = `/api/v1/drafts/${id}/packaging/${waiting?.assetId}`;
  expect((await author.delete(url)).status).toBe(204);
  expect(await packaging()).toMatchObject([{ state: 'cancelled', before: null }]);
  expect((await author.delete(url)).status).toBe(404);
  expect((await author.post(url)).status).toBe(204);
  expect(await packaging()).toMatchObject([{ state: 'waiting' }]);
});

test('a kept file that is gone or changed is found by the check', async () => {
  const { platform, database } = here.installation;
  const before = await checkInstallation(platform, database);
  const [name = ''] = await readdir(join(here.dataFolder, 'drafts'));
  await rm(join(here.dataFolder, 'drafts', name));
  const after = await checkInstallation(platform, database);
  expect(before.draftFiles.problems).toEqual([]);
  expect(after.draftFiles.problems).toEqual([{ file: name, problem: 'missing' }]);
  expect(after.ok).toBe(false);
});
