import { appendFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  block,
  item12,
  manifest12,
  packageCmi5,
  resource12,
  unit,
  zipOf,
} from '../courseware/packages.fixture.ts';
import { errorsOf, folderOf, readGood } from './broken-course.fixture.ts';
import { courseWithCourseware } from './sample-course.fixture.ts';

const QUIZ = / {2}- id: quiz[^]*$/;
/** The line of the lesson in `courseWithCourseware`; its source stands three lines below. */
const LESSON = 15;

const safety = () => zipOf(packageCmi5(block('a', unit({ attributes: ' moveOn="Passed"' }))));

test('a lesson of courseware comes with its package and what is played of it', async () => {
  const folder = await folderOf(courseWithCourseware(safety()));
  const course = await readGood(folder);
  const bytes = safety().length;
  expect(course.lessons[0]).toEqual({
    id: 'safety',
    kind: 'courseware',
    title: { 'zh-CN': '课件', en: 'Courseware' },
    required: true,
    minutes: 30,
    file: { name: 'safety.zip', path: join(folder, 'safety.zip'), bytes },
    courseware: expect.objectContaining({ standard: 'cmi5', title: 'Work safety' }),
  });
  expect(course.files).toContain('safety.zip');
  expect((await readGood(folder, false)).lessons[0]).toEqual(course.lessons[0]);
});

test('its minutes are what it is valued by', async () => {
  const withMinutes = async (minutes: number) => {
    const files = courseWithCourseware(safety());
    // Without the rest there are the courseware and the three items of the quiz.
    const text = String(files['course.yaml'])
      .replace(/ {2}- id: lecture[^]*?(?= {2}- id: quiz)/, '')
      .replace('minutes: 30', `minutes: ${minutes}`);
    return errorsOf(await folderOf({ ...files, 'course.yaml': text }));
  };
  expect(await withMinutes(9)).toEqual([]);
  expect(await withMinutes(8)).toEqual(['too-little-material course.yaml:10']);
  expect(await withMinutes(0)).toEqual([`number-too-small course.yaml:${LESSON + 4}`]);
  expect(await withMinutes(301)).toEqual([`number-too-large course.yaml:${LESSON + 4}`]);
  expect(await withMinutes(7.5)).toEqual([`wrong-type course.yaml:${LESSON + 4}`]);
});

test('another package is other content', async () => {
  const folder = await folderOf(courseWithCourseware(safety()));
  const { contentHash } = await readGood(folder);
  const other = packageCmi5(block('a', unit({ attributes: ' moveOn="Completed"' })));
  const changed = await readGood(await folderOf(courseWithCourseware(zipOf(other))));
  expect(changed.contentHash).not.toBe(contentHash);
});

test('what is wrong in a package is told by archive, manifest and line', async () => {
  const text = manifest12(item12('one', 'r1'), resource12('r1', 'index.html'));
  const files = courseWithCourseware(zipOf({ 'imsmanifest.xml': text }));
  expect(await errorsOf(await folderOf(files))).toEqual([
    'courseware-file-missing safety.zip/imsmanifest.xml:7',
  ]);
  const damaged = courseWithCourseware(new TextEncoder().encode('no zip'));
  expect(await errorsOf(await folderOf(damaged))).toEqual(['archive-damaged safety.zip:-']);
});

test('a package that is missing, no zip or too large is told where it is named', async () => {
  const { 'safety.zip': _, ...none } = courseWithCourseware(safety());
  expect(await errorsOf(await folderOf(none))).toEqual([`file-missing course.yaml:${LESSON + 3}`]);
  const text = String(none['course.yaml']).replace('safety.zip', 'reading.md');
  expect(await errorsOf(await folderOf({ ...none, 'course.yaml': text }))).toEqual([
    `file-kind course.yaml:${LESSON + 3}`,
  ]);
  const folder = await folderOf(courseWithCourseware(safety()));
  await truncate(join(folder, 'safety.zip'), 1024 ** 3 + 1); // Sparse: takes no room.
  expect(await errorsOf(folder)).toEqual([`file-too-large course.yaml:${LESSON + 3}`]);
});

test('a course with courseware has a quiz that everybody must pass', async () => {
  const files = courseWithCourseware(safety());
  const without = (change: (text: string) => string) =>
    folderOf({ ...files, 'course.yaml': change(String(files['course.yaml'])) });
  const refused = [`courseware-without-quiz course.yaml:${LESSON}`];
  expect(await errorsOf(await without((text) => text.replace(QUIZ, '')))).toEqual(refused);
  const elective = await without((text) => `${text}    required: false\n`);
  expect(await errorsOf(elective)).toEqual(refused);
  const optional = await without((text) =>
    text.replace(QUIZ, '').replace('    minutes: 30', '    minutes: 30\n    required: false'),
  );
  expect(await errorsOf(optional)).toEqual(refused);
});

test('a quiz that cannot be read is not told of as missing', async () => {
  const folder = await folderOf(courseWithCourseware(safety()));
  await appendFile(join(folder, 'quiz.yaml'), '\nmore: 1\n');
  expect((await errorsOf(folder)).map((error) => error.split(' ')[0])).toEqual(['unknown-key']);
});
