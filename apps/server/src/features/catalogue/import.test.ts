import type { CourseDetail, ImportResult } from '@xueshi/contracts';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLearner, type Learner } from '../../testing/learners.ts';
import { beginReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';

let here: TestInstallation;
let learner: Learner;
let author: Visitor;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeReadingCourse(folder, 'steady', { title: '不变的课程' });
      await writeReadingCourse(folder, 'changing', { title: '第一稿' });
    },
  });
  learner = await addLearner(here);
  author = await here.signIn('zhoumin');
});
afterAll(() => here.close());

const course = async (slug: string) =>
  (await learner.visitor.get<CourseDetail>(`/api/v1/courses/${slug}`)).body;
const titleOf = async (slug: string) => (await course(slug)).title?.['zh-CN'];
const imported = async (folder: string) =>
  (await author.get<{ items: ImportResult[] }>('/api/v1/course-imports')).body.items.find(
    (item) => item.folder === folder,
  );
const found = async (query: string) =>
  (
    await learner.visitor.get<{ items: { slug: string }[] }>(
      `/api/v1/courses?query=${encodeURIComponent(query)}`,
    )
  ).body.items.map((item) => item.slug);
const revisions = async () =>
  Number(
    (await here.installation.database.client.execute('SELECT count(*) AS n FROM course_versions'))
      .rows[0]?.['n'],
  );

test('a new folder is published as revision 1', async () => {
  expect(await course('steady')).toMatchObject({
    revision: 1,
    title: { 'zh-CN': '不变的课程' },
    area: 'law',
    value: { kind: 'authored', hundredths: 25 },
  });
  expect(await imported('steady')).toMatchObject({
    state: 'published',
    slug: 'steady',
    revision: 1,
    errors: [],
    media: [],
  });
});

test('importing again without a change makes no new revision', async () => {
  const before = await revisions();
  expect(await here.importAgain()).toEqual({
    published: [],
    unchanged: ['changing', 'steady'],
    refused: [],
  });
  expect(await revisions()).toBe(before);
  expect((await imported('steady'))?.state).toBe('unchanged');
});

test('a changed folder becomes the next revision, is found by its new words and no longer by the old', async () => {
  await writeReadingCourse(here.coursesFolder, 'changing', {
    title: '第二稿',
    body: '这里讲防汛预案。',
    revision: 2,
  });
  expect(await here.importAgain()).toMatchObject({
    published: ['changing'],
    unchanged: ['steady'],
  });
  expect(await course('changing')).toMatchObject({ revision: 2, title: { 'zh-CN': '第二稿' } });
  expect(await found('防汛')).toEqual(['changing']);
  expect(await found('第一稿')).toEqual([]);
});

test('a change whose author forgot to raise the revision is still a revision of its own', async () => {
  await writeReadingCourse(here.coursesFolder, 'changing', { title: '第三稿', revision: 2 });
  await here.importAgain();
  expect(await course('changing')).toMatchObject({ revision: 3, title: { 'zh-CN': '第三稿' } });
});

test('an author who goes back to an earlier text has it published again', async () => {
  await writeReadingCourse(here.coursesFolder, 'changing', {
    title: '第二稿',
    body: '这里讲防汛预案。',
    revision: 2,
  });
  expect(await here.importAgain()).toEqual({
    published: ['changing'],
    unchanged: ['steady'],
    refused: [],
  });
  expect(await titleOf('changing')).toBe('第二稿');
  expect(await found('防汛')).toEqual(['changing']);
  expect(await here.importAgain()).toMatchObject({ unchanged: ['changing', 'steady'] });
});

test('who has begun keeps the text they began with', async () => {
  const early = await addLearner(here);
  await beginReading(early.visitor, 'changing');
  await writeReadingCourse(here.coursesFolder, 'changing', {
    title: '第四稿',
    body: '全新的正文。',
    revision: 9,
  });
  await here.importAgain();
  const lesson = async (who: Visitor) =>
    (await who.get<{ html: string }>('/api/v1/courses/changing/lessons/reading')).body.html;
  expect(await lesson(early.visitor)).toContain('防汛');
  await beginReading(learner.visitor, 'changing');
  expect(await lesson(learner.visitor)).toContain('全新的正文');
});

test.each([
  { file: 'course.yaml', broken: 'area: no_such_area\n', promise: 'an unknown area', line: 4 },
  { file: 'course.yaml', broken: 'tags: [阅读\n', promise: 'YAML that does not end', line: null },
  { file: 'reading.md', broken: null, promise: 'a file that is not there', line: null },
  {
    file: 'reading.md',
    broken: '没有标题的正文\n',
    promise: 'a reading without a heading',
    line: 1,
  },
])(
  'a folder with $promise is refused by file and line; what was published stays, and so does every other course',
  async ({ file, broken, line }) => {
    const path = join(here.coursesFolder, 'steady', file);
    const sound = await readFile(path, 'utf8');
    if (broken === null) await rm(path);
    else if (file === 'course.yaml')
      await writeFile(
        path,
        sound.replace(/^(area|tags):.*$/gm, (was, key: string) =>
          broken.startsWith(key) ? broken.trimEnd() : was,
        ),
      );
    else await writeFile(path, broken);
    await writeReadingCourse(here.coursesFolder, 'another', { title: '同时来的另一门' });
    const before = await revisions();
    const summary = await here.importAgain();
    expect(summary.refused.map((one) => one.folder)).toEqual(['steady']);
    expect(summary.unchanged).toContain('changing');
    expect(await revisions()).toBe(before + (summary.published.includes('another') ? 1 : 0));
    expect(await titleOf('steady')).toBe('不变的课程');
    expect(await titleOf('another')).toBe('同时来的另一门');
    expect(await found('不变')).toEqual(['steady']);
    const result = await imported('steady');
    expect(result?.state).toBe('refused');
    const [error] = result?.errors ?? [];
    expect(error?.message['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(error?.message.en).toMatch(/[a-z]{3}/);
    if (line !== null) expect(error).toMatchObject({ file, line });
    else expect(error?.file).toMatch(/^(course\.yaml|reading\.md)$/);
    await writeFile(path, sound);
    expect((await here.importAgain()).unchanged).toContain('steady');
  },
);

test('a folder that is not a course and a stray file disturb nobody', async () => {
  await writeReadingCourse(here.coursesFolder, 'Not A Slug', {});
  await appendFile(join(here.coursesFolder, 'notes.txt'), 'not a course');
  const summary = await here.importAgain();
  expect(summary.refused.map((one) => one.folder)).toEqual(['Not A Slug']);
  expect(summary.unchanged).toContain('steady');
  await rm(join(here.coursesFolder, 'Not A Slug'), { recursive: true });
});

test('a course whose folder is taken away stays open to those who learn it', async () => {
  await rm(join(here.coursesFolder, 'another'), { recursive: true, force: true });
  await here.importAgain();
  expect(await titleOf('another')).toBe('同时来的另一门');
});

test('what was published can be changed by nobody', async () => {
  const { client } = here.installation.database;
  await expect(client.execute('UPDATE course_versions SET value_hundredths = 1')).rejects.toThrow(
    'never changes',
  );
  await expect(client.execute('DELETE FROM course_versions')).rejects.toThrow('never changes');
});

test('only authors, reviewers and the system administrator see the imports', async () => {
  const status = async (loginName: string) =>
    (await (await here.signIn(loginName)).get('/api/v1/course-imports')).status;
  expect(
    await Promise.all(
      ['zhoumin', 'sunliping', 'hexiaoyan', 'wangxiulan', 'lifang', 'chenjianguo'].map(status),
    ),
  ).toEqual([200, 200, 200, 403, 403, 403]);
  expect((await here.visitor().get('/api/v1/course-imports')).status).toBe(401);
});
