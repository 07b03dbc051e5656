// What authors see of a course's versions, take away as a package, and withdraw; and what learners notice of it.
import type {
  CourseCard,
  CourseDetail,
  CourseDifferences,
  CourseVersions,
} from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { readCourse } from '@xueshi/formats';
import { unpackCoursePackage } from '@xueshi/formats/course-package';
import { temporaryFolder } from '@xueshi/testkit';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepFile, keptPath } from '../../platform/kept-files.ts';
import { download } from '../../testing/download.ts';
import { addLearner } from '../../testing/learners.ts';
import { beginReading, writeReadingCourse } from '../../testing/reading-course.ts';
import {
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../testing/test-installation.ts';
import { checkSources, sweepFiles } from '../catalogue/service.ts';

let here: TestInstallation;
let author: Visitor;
let reviewer: Visitor;
const FIRST = '先请人坐下。\n\n听人把话说完。\n\n记下要点。';

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'receiving', { title: '接访', body: FIRST }),
  });
  author = await here.signIn('zhoumin');
  reviewer = await here.signIn('sunliping');
});
afterAll(() => here.close());

const packageOf = (revision: number) =>
  download(here, author, `/api/v1/courses/receiving/versions/${revision}/package`);

const versions = async (slug = 'receiving', who = author) =>
  (await who.get<CourseVersions>(`/api/v1/courses/${slug}/versions`)).body;

test('each version is listed with who learns it, the newest first', async () => {
  const { visitor } = await addLearner(here);
  await beginReading(visitor, 'receiving');
  await writeReadingCourse(here.coursesFolder, 'receiving', {
    title: '接访入门',
    body: FIRST.replace('要点', '要点和诉求'),
    revision: 2,
  });
  await here.importAgain();
  expect(await versions()).toMatchObject({
    state: 'published',
    withdrawn: null,
    mayWithdraw: false,
    items: [
      { revision: 2, isCurrent: true, learning: 0, completed: 0, hasFiles: true },
      { revision: 1, isCurrent: false, learning: 1, completed: 0, hasFiles: true },
    ],
  });
  expect((await visitor.get('/api/v1/courses/receiving/versions')).status).toBe(403);
});

test('what changed is shown line by line, from any version to any other', async () => {
  const url = '/api/v1/courses/receiving/versions/2/differences';
  const { body } = await author.get<CourseDifferences>(url);
  expect(body).toMatchObject({ from: 1, to: 2, unchanged: 0 });
  expect(body.files.map(({ name, change }) => [name, change])).toEqual([
    ['course.yaml', 'changed'],
    ['reading.md', 'changed'],
  ]);
  const changed = body.files[1]?.parts?.[0]?.filter(({ kind }) => kind !== 'same');
  expect(changed).toEqual([
    { kind: 'removed', line: 7, lines: ['记下要点。'] },
    { kind: 'added', line: 7, lines: ['记下要点和诉求。'] },
  ]);
  const same = await author.get<CourseDifferences>(`${url}?from=2`);
  expect(same.body).toMatchObject({ files: [], unchanged: 2 });
  expect((await author.get(`${url}?from=9`)).status).toBe(404);
  // Before the first there is nothing to compare with.
  expect((await author.get(url.replace('/2/', '/1/'))).status).toBe(404);
});

test('a version goes out as a package that is read as the course it was', async () => {
  const answer = await packageOf(1);
  expect(answer).toMatchObject({ status: 200, type: 'application/zip' });
  expect(answer.disposition).toContain('receiving-1.zip');
  const room = await temporaryFolder();
  await writeFile(join(room.path, 'course.zip'), answer.bytes);
  await mkdir(join(room.path, 'unpacked'));
  const unpacked = await unpackCoursePackage(
    join(room.path, 'course.zip'),
    join(room.path, 'unpacked'),
  );
  if (!unpacked.ok) throw new Error(JSON.stringify(unpacked.errors));
  const read = await readCourse(unpacked.folder, { statutes: new Map(), requireMedia: true });
  expect(read).toMatchObject({ ok: true, course: { title: { 'zh-CN': '接访' }, revision: 1 } });
  await room.remove();
});

test('files stay as they were published, whatever becomes of the folder', async () => {
  await rm(join(here.coursesFolder, 'receiving'), { recursive: true });
  const answer = await packageOf(2);
  expect(answer.bytes.includes('receiving/reading.md')).toBe(true);
});

test('a version from before files were kept says so', async () => {
  const { platform } = here.installation;
  await writeReadingCourse(here.coursesFolder, 'older', { title: '旧课程' });
  await here.importAgain();
  await platform.write(async (tx) => {
    const files = await tx.select().from(schema.courseVersionFiles);
    expect(files.length).toBeGreaterThan(0);
    await tx.delete(schema.courseVersionFiles);
  });
  expect((await versions('older')).items).toMatchObject([{ hasFiles: false }]);
  const answer = await author.get<{ code: string }>('/api/v1/courses/older/versions/1/package');
  expect(answer).toMatchObject({ status: 409, body: { code: 'course-version-without-files' } });
  // The next start keeps them, though nothing in the folder changed.
  await here.importAgain();
  expect((await versions('older')).items).toMatchObject([{ hasFiles: true }]);
});

const slugs = async (who: Visitor) =>
  (await who.get<{ items: CourseCard[] }>('/api/v1/courses')).body.items.map(({ slug }) => slug);
const withdrawal = '/api/v1/courses/older/withdrawal';

test('a withdrawn course is begun by nobody, and finished by those who began it', async () => {
  const [begun, late] = [await addLearner(here), await addLearner(here)];
  await beginReading(begun.visitor, 'older');
  const reason = '条例已经修订';
  expect((await author.put(withdrawal, { reason })).status).toBe(403);
  const empty = await reviewer.put<{ code: string }>(withdrawal, { reason: ' ' });
  expect(empty).toMatchObject({ status: 400, body: { code: 'text-empty' } });
  expect((await reviewer.put(withdrawal, { reason })).status).toBe(204);
  expect((await reviewer.put<{ code: string }>(withdrawal, { reason })).body.code).toBe(
    'course-withdrawn',
  );
  expect(await versions('older', reviewer)).toMatchObject({
    state: 'withdrawn',
    withdrawn: { reason, by: '孙丽萍' },
    mayWithdraw: true,
  });
  expect(await slugs(late.visitor)).not.toContain('older');
  const refused = await late.visitor.post<{ code: string }>('/api/v1/courses/older/enrolment');
  expect(refused.body.code).toBe('course-not-available');
  expect((await late.visitor.get('/api/v1/courses/older')).status).toBe(404);

  const seen = await begun.visitor.get<CourseDetail>('/api/v1/courses/older');
  expect(seen.body).toMatchObject({ isOpen: false });
  const home = await begun.visitor.get<{ continueWith: { course: CourseCard }[] }>(
    '/api/v1/me/home',
  );
  expect(home.body.continueWith.map(({ course }) => course.slug)).toContain('older');
  here.clock.advance({ minutes: 5 });
  const done = await begun.visitor.post('/api/v1/courses/older/lessons/reading/reading-completion');
  expect(done.status).toBe(200);
  expect(
    (await begun.visitor.get<CourseDetail>('/api/v1/courses/older')).body.credited,
  ).not.toBeNull();
});

test('a new version leaves it withdrawn until somebody puts it back', async () => {
  await writeReadingCourse(here.coursesFolder, 'older', { title: '新课程', revision: 2 });
  await here.importAgain();
  const { visitor } = await addLearner(here);
  expect(await slugs(visitor)).not.toContain('older');
  expect((await author.delete(withdrawal)).status).toBe(403);
  expect((await reviewer.delete(withdrawal)).status).toBe(204);
  expect((await reviewer.delete<{ code: string }>(withdrawal)).body.code).toBe(
    'course-not-withdrawn',
  );
  expect(await slugs(visitor)).toContain('older');
  const audit = await here.installation.platform.db.select().from(schema.auditEvents);
  expect(audit.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['course-withdrawn', 'course-restored']),
  );
});

test('a file that no version consists of is removed after a day, and no other', async () => {
  const { platform } = here.installation;
  const orphan = join(here.dataFolder, 'orphan.md');
  await writeFile(orphan, 'published by nobody');
  const { sha256 } = await keepFile(platform, orphan);
  const inTwoDays = Date.now() + 2 * 86_400_000;
  expect(await sweepFiles(platform)).toBe(0);
  // Beside the orphan, those of the versions whose rows a test above took away.
  expect(await sweepFiles(platform, inTwoDays)).toBeGreaterThan(0);
  await expect(stat(keptPath(platform, sha256))).rejects.toThrow(/ENOENT/);
  expect((await checkSources(platform)).problems).toEqual([]);
});

test('the check finds a kept file that was changed or lost', async () => {
  const { platform } = here.installation;
  expect((await checkSources(platform)).problems).toEqual([]);
  const [one, other] = await platform.db.select().from(schema.courseVersionFiles);
  await writeFile(keptPath(platform, one?.sha256 ?? ''), 'something else');
  await rm(keptPath(platform, other?.sha256 ?? ''));
  const { problems } = await checkSources(platform);
  expect(problems).toEqual(
    expect.arrayContaining([
      { file: one?.sha256, problem: 'changed' },
      { file: other?.sha256, problem: 'missing' },
    ]),
  );
});
