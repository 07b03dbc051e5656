import fc from 'fast-check';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCourse } from './read-course.ts';
import { fieldAtLine, lessonFile, writeCourseFile, type CourseOutline } from './write-course.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'written-course-'));
});
afterAll(() => rm(root, { recursive: true }));

const word = (most: number) =>
  fc
    .string({
      unit: fc.constantFrom(
        '学',
        '习',
        'a',
        ' ',
        ':',
        '#',
        "'",
        '"',
        '-',
        '{',
        '\\',
        '&',
        '*',
        '%',
      ),
      minLength: 1,
      maxLength: most,
    })
    .filter((text) => text.trim() === text && text !== '');
const inBoth = (most: number) => fc.record({ 'zh-CN': word(most), en: word(most) });
const outline: fc.Arbitrary<CourseOutline> = fc.record({
  facts: fc.record({
    title: inBoth(40),
    summary: inBoth(80),
    area: fc.constantFrom('law', 'theory', 'integrity'),
    tags: fc.uniqueArray(word(12), { minLength: 1, maxLength: 4 }),
    lecturer: fc.record({ name: word(20), title: word(20) }),
    repeat: fc.constantFrom('never', 'yearly'),
    sources: fc.array(
      fc.record({ title: word(30), issuer: word(20), date: fc.constant('2022-02-25') }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  }),
  revision: fc.integer({ min: 1, max: 100 }),
  lessons: fc
    .uniqueArray(fc.constantFrom('reading', 'reading-2', 'again'), { minLength: 1, maxLength: 3 })
    .chain((ids) =>
      fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            kind: fc.constant('reading' as const),
            title: inBoth(30),
            required: fc.boolean(),
          }),
        ),
      ),
    ),
});

test('what is written is read as the same course, whatever its words look like', async () => {
  let at = 0;
  await fc.assert(
    fc.asyncProperty(outline, async (written) => {
      const folder = join(root, `course-${(at += 1)}`);
      await mkdir(folder);
      await writeFile(join(folder, 'course.yaml'), writeCourseFile(written));
      for (const lesson of written.lessons)
        await writeFile(join(folder, lessonFile(lesson)), `# 标题\n\n${'学习。'.repeat(2_000)}\n`);
      const read = await readCourse(folder, { statutes: new Map(), requireMedia: true });
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      expect(read.course).toMatchObject({ ...written.facts, revision: written.revision });
      expect(
        read.course.lessons.map(({ id, title, required }) => ({ id, title, required })),
      ).toEqual(written.lessons.map(({ id, title, required }) => ({ id, title, required })));
    }),
    { numRuns: 60 },
  );
});

test('a line of the written file is led back to what it is about', () => {
  const file =
    'title:\n  zh-CN: 甲\n  en: ""\ntags:\n  - 乙\nlessons:\n  - id: a\n    title:\n      en: A\n  - id: b\n';
  expect([1, 3, 5, 7, 9, 10].map((line) => fieldAtLine(file, line).join('.'))).toEqual([
    'title',
    'title.en',
    'tags',
    'lessons.0.id',
    'lessons.0.title.en',
    'lessons.1.id',
  ]);
  expect(fieldAtLine('# nothing yet', 1)).toEqual([]);
});
