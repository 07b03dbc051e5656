// A published course, wherever it came from, is worked on in the studio.
import type {
  CourseDifferences,
  CourseDraft,
  CourseVersions,
  DraftCard,
  DraftFiles,
  DraftReview,
  DraftText,
  LectureForm,
  TakenCourse,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { makeSampleCourse, ONE_POINT_PNG } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCoursewareCourse } from '../../testing/courseware-course.ts';
import { makeScormPackage } from '../../testing/courseware-packages.ts';
import { keptPath } from '../../platform/kept-files.ts';
import { addLearner } from '../../testing/learners.ts';
import { beginReading, finishReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  withSampleCourse,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { WHOLE_CHECKLIST, WHOLE_CHECKLIST_WITH_LECTURE } from '../../testing/whole-checklist.ts';
import { carriedBy, knownCourse, revisionBetween, versionsOf } from '../catalogue/service.ts';
import { lessonsOf } from '../catalogue/store.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;

const BANK = `format: 1
title: { zh-CN: 题库, en: Bank }
area: law
source: 测试组
items:
  - { id: voucher, kind: true_false, stem: 登记后出具凭证。, answer: true, explanation: 有明文。, difficulty: 1 }
`;
const QUESTIONS = `[
  { at: 0:15, item: { id: first, kind: single, stem: '先做**什么**？![图](slides/question.png)', options: [登记, 劝返], answer: A, explanation: 先登记。, difficulty: 1 } },
  { at: 0:40, bankItem: { bank: petitions, id: voucher } }]`;

/** A recorded lecture that asks, a reading that shows pictures, and settings of its own. */
async function writeRecorded(courses: string, ffmpeg: string): Promise<void> {
  const said = { seconds: 60, seeking: 'watched', maxRate: 1.5, questions: QUESTIONS } as const;
  const folder = await makeSampleCourse(courses, { slug: 'recorded', ffmpeg, ...said });
  const file = join(folder, 'course.yaml');
  const text = (await readFile(file, 'utf8'))
    .replace('source: lecture.yaml,', '')
    .replace('valuation: 0.5\n', 'valuation: 0.5\nequivalence: petition-work\n')
    .replace('source: reading.md', 'source: texts/first.md');
  await rm(join(folder, 'lecture.yaml'));
  const timeline = join(folder, 'lecture.timeline.json');
  const times = JSON.parse(await readFile(timeline, 'utf8')) as object;
  await writeFile(timeline, JSON.stringify({ ...times, posterMs: 5_000, trim: { endMs: 58_000 } }));
  await mkdir(join(folder, 'texts'));
  await writeFile(file, text);
  await writeFile(join(folder, 'slides/question.png'), ONE_POINT_PNG);
  await writeFile(join(folder, '流程 图.png'), ONE_POINT_PNG);
  await writeFile(
    join(folder, 'texts/first.md'),
    '# 接待\n\n先请人坐下。\n\n![幻灯片](slides/01.webp)\n\n![流程](<流程 图.png>)\n',
  );
}

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder, ffmpeg) => {
      await withSampleCourse(folder, ffmpeg);
      await writeRecorded(folder, ffmpeg);
      await writeCoursewareCourse(folder, 'packed', { zip: makeScormPackage(), minutes: 30 });
      await writeReadingCourse(folder, 'receiving', { title: '接访' });
    },
    banks: async (folder) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'petitions.yaml'), BANK);
    },
  });
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());

const open = (slug: string, revision = 1, who = author) =>
  who.post<TakenCourse & { code?: string; params?: { draft?: string } }>(
    `/api/v1/courses/${slug}/versions/${revision}/draft`,
  );
const draftOf = async (id: string) => (await author.get<CourseDraft>(`/api/v1/drafts/${id}`)).body;
const textOf = async (id: string, lessonId: string) =>
  (await author.get<DraftText>(`/api/v1/drafts/${id}/lessons/${lessonId}/text`)).body;

async function opened(slug: string): Promise<string> {
  const { status, body } = await open(slug);
  if (status !== 200 || body.id === null) throw new Error(JSON.stringify(body));
  return body.id;
}

async function publish(id: string, correction: boolean): Promise<void> {
  const submitted = await author.put(`/api/v1/drafts/${id}/submission`, { correction });
  expect(submitted).toMatchObject({ status: 204 });
  const { hasLecture } = (await reviewer.get<DraftReview>(`/api/v1/drafts/${id}/review`)).body;
  const decided = await reviewer.post(`/api/v1/drafts/${id}/decision`, {
    publish: true,
    comment: '',
    checklist: hasLecture ? WHOLE_CHECKLIST_WITH_LECTURE : WHOLE_CHECKLIST,
  });
  expect(decided).toMatchObject({ status: 204 });
}

/** The keys of the lessons that keep what was done in them, on the way from the first version to the current one. */
async function carried(slug: string): Promise<string[]> {
  const { db } = here.installation.platform;
  const { course, version } = await knownCourse(db, slug);
  const versions = await versionsOf(db, course.id);
  const first = versions.find(({ revision }) => revision === 1);
  const revision = first && revisionBetween(versions, first.id, version.id);
  if (!revision) throw new Error(`${slug} has one version`);
  const pairs = await carriedBy(db, { ...revision, kind: 'substantial' });
  const lessons = await lessonsOf(db, version.id);
  return lessons.filter(({ id }) => pairs.some(({ is }) => is.id === id)).map(({ key }) => key);
}

test.each([
  ['a lecture, a reading, a case and a quiz', 'trial', ['lecture', 'reading', 'case', 'quiz']],
  [
    'a recording that asks, pictures and settings of its own',
    'recorded',
    ['lecture', 'reading', 'case', 'quiz'],
  ],
  ['courseware', 'packed', ['package', 'quiz']],
  ['a reading', 'receiving', ['reading']],
])('published again without a change, %s are the same to learners', async (_, slug, keys) => {
  const id = await opened(slug);
  const { faults, revision, lessons, slug: named } = await draftOf(id);
  expect(faults).toEqual([]);
  expect([named, revision, lessons.map((lesson) => lesson.id)]).toEqual([slug, 2, keys]);
  // What is called a small correction is compared, and refused where it is more.
  await publish(id, true);
  expect(await carried(slug)).toEqual(keys);
  const url = `/api/v1/courses/${slug}/versions/2/differences`;
  const { files } = (await author.get<CourseDifferences>(url)).body;
  const changed = files
    .filter(({ name }) => name !== 'lecture.yaml')
    .flatMap(({ name, parts }) => parts?.flat() ?? [{ kind: 'no text', lines: [name] }])
    .flatMap(({ kind, lines }) => (kind === 'same' ? [] : lines));
  const said = slug === 'trial' ? ['    source: lecture.yaml'] : [];
  expect(changed.sort()).toEqual([...said, 'corrects: 1', 'revision: 1', 'revision: 2'].sort());
});

test('a learner in the middle of a course goes on where they were', async () => {
  await writeReadingCourse(here.coursesFolder, 'going-on', { title: '接访入门' });
  await here.importAgain();
  const { visitor } = await addLearner(here);
  await beginReading(visitor, 'going-on');
  await publish(await opened('going-on'), true);
  await here.jobs.idle();
  here.clock.advance({ seconds: 120 });
  expect(await finishReading(visitor, 'going-on')).toMatchObject({
    body: { courseCompleted: true },
  });
});

test('what the page does not show of a course stays, whatever is saved', async () => {
  const { draftId } = (await author.get<CourseVersions>('/api/v1/courses/recorded/versions')).body;
  const id = draftId ?? '';
  const before = await draftOf(id);
  expect(before.facts).toMatchObject({
    seeking: 'watched',
    maxRate: 1.5,
    equivalence: 'petition-work',
    valuation: { kind: 'authored', hundredths: 50 },
  });
  const facts = { ...before.facts, tags: ['接访'] };
  await author.put(`/api/v1/drafts/${id}/facts`, { version: before.version, facts });
  const lessons = before.lessons.map(({ kind: _, ...lesson }) => lesson).reverse();
  await author.put(`/api/v1/drafts/${id}/lessons`, { version: before.version + 1, lessons });
  const lecture = await textOf(id, 'lecture');
  const form = { ...(JSON.parse(lecture.text) as LectureForm), slides: [] };
  const trim = { startMs: null, endMs: 58_000 };
  expect(form).toMatchObject({ posterMs: 5_000, trim, chapters: [{ startMs: 0 }, {}, {}] });
  const saved = { version: lecture.version, text: JSON.stringify(form) };
  await author.put(`/api/v1/drafts/${id}/lessons/lecture/text`, saved);
  expect((await textOf(id, 'lecture')).questions).toEqual([
    { at: '0:15', stem: '先做**什么**？![图](slides/question.png)', bankItem: null },
    { at: '0:40', stem: null, bankItem: { bank: 'petitions', id: 'voucher' } },
  ]);
  expect((await draftOf(id)).faults).toEqual([]);
  await publish(id, false);
  const { db } = here.installation.platform;
  const { version } = await knownCourse(db, 'recorded');
  const content = (await lessonsOf(db, version.id)).find(({ key }) => key === 'lecture')?.content;
  expect(content).toMatchObject({
    seeking: 'watched',
    maxRate: 1.5,
    durationMs: 58_000,
    slides: [],
    questions: [
      { atMs: 15_000, item: { id: 'first' } },
      { atMs: 40_000, item: { id: 'petitions--voucher' } },
    ],
  });
});

test('lessons that shared a file are written separately', async () => {
  await writeReadingCourse(here.coursesFolder, 'sharing', { title: '两读' });
  const file = join(here.coursesFolder, 'sharing', 'course.yaml');
  const twice =
    '  - { id: again, kind: reading, title: { zh-CN: 再读, en: Again }, source: reading.md }\n';
  await writeFile(file, `${await readFile(file, 'utf8')}${twice}`);
  await here.importAgain();
  const id = await opened('sharing');
  const [first, second] = [await textOf(id, 'reading'), await textOf(id, 'again')];
  expect(second.text).toBe(first.text);
  const saved = { version: second.version, text: '# 再读\n\n另一篇。\n' };
  await author.put(`/api/v1/drafts/${id}/lessons/again/text`, saved);
  expect((await draftOf(id)).faults).toEqual([]);
  expect((await textOf(id, 'reading')).text).toBe(first.text);
  await publish(id, false);
  expect(await carried('sharing')).toEqual(['reading']);
});

test('a lesson that is added gets a file of its own', async () => {
  const { draftId } = (await author.get<CourseVersions>('/api/v1/courses/trial/versions')).body;
  const added = await author.post<{ lessonId: string }>(`/api/v1/drafts/${draftId}/lessons`, {
    kind: 'reading',
    title: '再读一篇',
  });
  expect(added.body.lessonId).toBe('reading-2');
  expect((await textOf(draftId ?? '', 'reading')).text).toContain('先请人坐下');
  expect((await textOf(draftId ?? '', 'reading-2')).text).toContain('# 再读一篇');
});

test('files are shown as those that were sent, and pictures are seen in the preview', async () => {
  const { draftId } = (await author.get<CourseVersions>('/api/v1/courses/recorded/versions')).body;
  const { files } = (await author.get<DraftFiles>(`/api/v1/drafts/${draftId}/files`)).body;
  const told = files.map(({ kind, fileName, state }) => [kind, fileName, state].join(' ')).sort();
  expect(told).toEqual([
    'picture 01.webp usable',
    'picture question.png usable',
    'picture 流程 图.png usable',
    'recording lecture.mp4 usable',
    'slide 01.webp usable',
    'slide 02.webp usable',
    'slide 03.webp usable',
    'subtitles lecture.zh-CN.vtt usable',
  ]);
  const recording = files.find(({ kind }) => kind === 'recording');
  expect(recording?.found?.durationMs).toBeGreaterThan(0);
  const { previewHtml } = await textOf(draftId ?? '', 'reading');
  for (const name of ['01.webp', '流程 图.png']) {
    const file = files.find((one) => one.kind === 'picture' && one.fileName === name);
    expect(previewHtml).toContain(`src="/media/drafts/${draftId}/${file?.id}"`);
  }
});

test('a course is worked on in one draft, which is named to whoever opens it again', async () => {
  const versions = (await author.get<CourseVersions>('/api/v1/courses/trial/versions')).body;
  const again = await open('trial');
  expect(again).toMatchObject({
    status: 409,
    body: { code: 'course-draft-exists', params: { draft: versions.draftId } },
  });
  const { visitor } = await addLearner(here);
  expect((await open('trial', 1, visitor)).status).toBe(403);
  expect((await open('no-such-course')).status).toBe(404);
  expect((await open('trial', 99)).status).toBe(404);
});

test('a version whose files were not kept cannot be opened', async () => {
  await writeReadingCourse(here.coursesFolder, 'older', { title: '旧课程' });
  await here.importAgain();
  const { platform } = here.installation;
  const { version } = await knownCourse(platform.db, 'older');
  const { courseVersionFiles } = schema;
  await platform.write((tx) =>
    tx.delete(courseVersionFiles).where(eq(courseVersionFiles.courseVersionId, version.id)),
  );
  expect((await open('older')).body.code).toBe('course-version-without-files');
});

test('a version of which a kept file is gone is not opened, and the file is named', async () => {
  const files = async (slug: string, body: string) => {
    await writeReadingCourse(here.coursesFolder, slug, { title: `${slug} 缺一个文件`, body });
    await here.importAgain();
    const { platform } = here.installation;
    const { version } = await knownCourse(platform.db, slug);
    const { courseVersionFiles } = schema;
    const rows = await platform.db
      .select()
      .from(courseVersionFiles)
      .where(eq(courseVersionFiles.courseVersionId, version.id));
    return new Map(rows.map(({ name, sha256 }) => [name, keptPath(platform, sha256)]));
  };
  for (const name of ['course.yaml', 'reading.md']) {
    const slug = `gone-${name.split('.')[0]}`;
    await rm((await files(slug, `只有这一门课有的话：${slug}。`)).get(name) ?? '');
    const refused = {
      status: 409,
      body: {
        code: 'course-version-file-missing',
        params: { name },
        title: expect.stringContaining(name) as string,
      },
    };
    const before = (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items.length;
    expect(await open(slug)).toMatchObject(refused);
    expect(await author.get(`/api/v1/courses/${slug}/versions/1/package`)).toMatchObject(refused);
    const compared = `/api/v1/courses/${slug}/versions/1/differences?from=1`;
    expect(await author.get(compared)).toMatchObject(refused);
    const after = (await author.get<{ items: DraftCard[] }>('/api/v1/drafts')).body.items.length;
    expect(after).toBe(before);
  }
});

test('what no longer holds is opened all the same, and told at its place', async () => {
  await writeReadingCourse(here.coursesFolder, 'drawing', { title: '抽题' });
  const folder = join(here.coursesFolder, 'drawing');
  const course = await readFile(join(folder, 'course.yaml'), 'utf8');
  await writeFile(
    join(folder, 'course.yaml'),
    `${course}  - { id: quiz, kind: quiz, title: { zh-CN: 测验, en: Quiz }, source: quiz.yaml }\n`,
  );
  await writeFile(
    join(folder, 'quiz.yaml'),
    'passMark: 60\nattempts: 0\ndraw:\n  - { bank: petitions, count: 1 }\n',
  );
  await here.importAgain();
  const bank = here.installation.platform.config.banksFolder;
  await rm(join(bank, 'petitions.yaml'));
  const id = await opened('drawing');
  const { faults } = await draftOf(id);
  expect(faults.map(({ lessonId }) => lessonId)).toEqual(['quiz']);
  await writeFile(join(bank, 'petitions.yaml'), BANK);
  expect((await draftOf(id)).faults).toEqual([]);
});

test('that a draft was begun, and from which version, is in the audit trail', async () => {
  const { db } = here.installation.platform;
  const events = await db.select().from(schema.auditEvents);
  const begun = events.filter(({ action }) => action === 'course-draft-begun');
  expect(begun.map(({ detail }) => detail)).toContainEqual(
    expect.objectContaining({ from: 'trial 1' }),
  );
});

test('the folder that a course came from does not undo what the studio published', async () => {
  await writeReadingCourse(here.coursesFolder, 'two-masters', { title: '接访' });
  await here.importAgain();
  const id = await opened('two-masters');
  const { version } = await textOf(id, 'reading');
  const text = '# 材料\n\n在工作室里写的。\n';
  await author.put(`/api/v1/drafts/${id}/lessons/reading/text`, { version, text });
  await publish(id, false);
  const current = async () =>
    (await author.get<CourseVersions>('/api/v1/courses/two-masters/versions')).body.items.find(
      ({ isCurrent }) => isCurrent,
    )?.revision;
  expect(await current()).toBe(2);
  // Every folder is read anew where a bank changed, or the files were copied.
  await writeFile(
    join(here.installation.platform.config.banksFolder, 'petitions.yaml'),
    `${BANK}# mended\n`,
  );
  const again = await here.importAgain();
  expect(again.unchanged).toContain('two-masters');
  expect(await current()).toBe(2);
  // Who writes in the folder all the same is told, and nothing is lost.
  await writeReadingCourse(here.coursesFolder, 'two-masters', {
    title: '接访',
    body: '文件夹里写的。',
  });
  const told = await here.importAgain();
  expect(told.refused.find(({ folder }) => folder === 'two-masters')?.errors).toMatchObject([
    { code: 'course-in-studio', params: { revision: 2 } },
  ]);
  expect(await current()).toBe(2);
});
