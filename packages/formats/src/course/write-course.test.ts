import { AUDIENCE_CATEGORIES, KEY_GROUPS, MAX_RATES, REPEATS } from '@xueshi/domain';
import fc from 'fast-check';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageCmi5, unit, zipOf } from '../courseware/packages.fixture.ts';
import { readCourse } from './read-course.ts';
import { readOutline } from './read-outline.ts';
import { goodCourse, sampleStatutes } from './sample-course.fixture.ts';
import { fieldsByLine, lessonFile, writeCourseFile, type CourseOutline } from './write-course.ts';

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
// What may be left out, and means something else where it is not.
const said = {
  seeking: fc.constantFrom('free', 'watched'),
  maxRate: fc.constantFrom(...MAX_RATES),
  equivalence: fc.constantFrom('petition-work', '1'),
  audience: fc.subarray([...AUDIENCE_CATEGORIES, 'state_farm'], { minLength: 1 }),
  keyGroups: fc.subarray([...KEY_GROUPS.filter((one) => one !== 'reserve'), 'xuandiao'], {
    minLength: 1,
  }),
  prerequisites: fc.uniqueArray(fc.constantFrom('petition-work', '1', 'law-2'), { minLength: 1 }),
  cover: fc.constantFrom('cover.png', 'pictures/封面 1.jpg'),
  syllabusPoints: fc.uniqueArray(fc.constantFrom('jcgb-2026/1.2', 'law/a', '1/1'), {
    minLength: 1,
  }),
  textbooks: fc.uniqueArray(fc.constantFrom('xfgz-7k3q', '1'), { minLength: 1 }),
  valuation: fc.oneof(
    fc.constant('linear' as const),
    fc.record({
      kind: fc.constant('authored' as const),
      hundredths: fc.integer({ min: 1, max: 10_000 }),
    }),
  ),
};
const outline: fc.Arbitrary<CourseOutline> = fc.record({
  facts: fc.record({
    title: inBoth(40),
    summary: inBoth(80),
    area: fc.constantFrom('law', 'theory', 'integrity'),
    tags: fc.uniqueArray(word(12), { minLength: 1, maxLength: 4 }),
    lecturer: fc.record(
      { name: word(20), title: word(20), register: fc.constantFrom('ma-lan-7k3q', '1') },
      { requiredKeys: ['name', 'title'] },
    ),
    repeat: fc.constantFrom(...REPEATS),
    sources: fc.array(
      fc.record({ title: word(30), issuer: word(20), date: fc.constant('2022-02-25') }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    ...said,
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

async function writeCover(folder: string, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), 'a picture');
}

test('what is written is read as the same course, whatever its words look like', async () => {
  let at = 0;
  await fc.assert(
    fc.asyncProperty(outline, async (written) => {
      const folder = join(root, `course-${(at += 1)}`);
      await mkdir(folder);
      await writeFile(join(folder, 'course.yaml'), writeCourseFile(written));
      for (const lesson of written.lessons)
        await writeFile(join(folder, lessonFile(lesson)), `# 标题\n\n${'学习。'.repeat(2_000)}\n`);
      const { valuation, cover, ...facts } = written.facts;
      await writeCover(folder, cover);
      const read = await readCourse(folder, { statutes: new Map(), requireMedia: true });
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      expect(read.course.cover?.name).toBe(cover);
      expect(read.course).toMatchObject({
        ...facts,
        valuation: valuation === 'linear' ? { kind: 'linear' } : valuation,
        revision: written.revision,
      });
      expect(
        read.course.lessons.map(({ id, title, required }) => ({ id, title, required })),
      ).toEqual(written.lessons.map(({ id, title, required }) => ({ id, title, required })));
    }),
    { numRuns: 60 },
  );
});

test('courseware is written with its package and its minutes, and read as the same', async () => {
  const [facts] = fc.sample(outline, 1).map((one) => one.facts);
  if (facts === undefined) throw new Error('no sample');
  const base = { title: { 'zh-CN': '课', en: 'Lesson' }, required: true };
  const quiz = { ...base, id: 'quiz', kind: 'quiz' } as const;
  const chosen = { source: 'packed/安全.zip', minutes: 45 };
  const written = (courseware?: typeof chosen): CourseOutline => ({
    facts,
    revision: 1,
    lessons: [
      { ...base, id: 'safety', kind: 'courseware', ...(courseware && { courseware }) },
      quiz,
    ],
  });
  const folder = join(root, 'with-courseware');
  await mkdir(join(folder, 'packed'), { recursive: true });
  await writeFile(join(folder, 'course.yaml'), writeCourseFile(written(chosen)));
  await writeFile(join(folder, chosen.source), zipOf(packageCmi5(unit())));
  await writeFile(join(folder, 'quiz.yaml'), String(goodCourse()['quiz.yaml']));
  await writeCover(folder, facts.cover);
  const options = { statutes: sampleStatutes, requireMedia: true };
  const read = await readCourse(folder, options);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  expect(read.course.lessons).toMatchObject([
    { ...base, id: 'safety', minutes: 45, file: { name: chosen.source } },
    quiz,
  ]);
  // Nothing chosen yet: what is missing is told of.
  await writeFile(join(folder, 'course.yaml'), writeCourseFile(written()));
  const unchosen = await readCourse(folder, options);
  expect(unchosen.ok ? [] : unchosen.errors.map(({ code }) => code)).toEqual(['missing-key']);
});

test('a course file is taken apart and written again without a loss', () => {
  fc.assert(
    fc.property(outline, (written) => {
      const file = writeCourseFile(written);
      const read = readOutline(file);
      expect(read && writeCourseFile(read)).toBe(file);
    }),
  );
});

test('a folder written by hand says the same after the studio wrote its course file', async () => {
  const files = goodCourse();
  const asking = String(files['course.yaml'])
    .replace('valuation: linear', 'valuation: 0.75\nmaxRate: 1.5\nseeking: watched')
    .replace('    source: lecture.yaml\n', '')
    .replace(
      '    subtitles: { zh-CN: lecture.zh-CN.vtt }\n',
      `    subtitles: { zh-CN: lecture.zh-CN.vtt }
    questions:
      - at: 1:10 # it was just said
        item: { id: voucher, kind: true_false, stem: '登记后出具**凭证**。', answer: true, explanation: 有明文。, difficulty: 1 }
`,
    );
  const outlineOf = (text: string) => {
    const read = readOutline(text);
    if (!read) throw new Error('it was refused');
    return read;
  };
  const readFrom = async (slug: string, courseFile: string) => {
    const folder = join(root, slug, 'course');
    for (const [name, content] of Object.entries({ ...files, 'course.yaml': courseFile })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const read = await readCourse(folder, { statutes: sampleStatutes, requireMedia: true });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const { folder: _, contentHash: __, ...course } = read.course;
    return JSON.stringify(course, (key, value: unknown) => (key === 'path' ? undefined : value));
  };
  const again = await readFrom('again', writeCourseFile(outlineOf(asking)));
  expect(JSON.parse(again)).toEqual(JSON.parse(await readFrom('by-hand', asking)));
  expect(again).toContain('登记后出具**凭证**。');
});

test('a file of another shape is no outline', () => {
  const whole = String(goodCourse()['course.yaml']);
  expect(readOutline(whole)?.lessons).toHaveLength(4);
  expect(readOutline(whole.replace('format: 1', 'format: 2'))).toBeNull();
  expect(readOutline(whole.replace('kind: quiz', 'kind: exam'))).toBeNull();
  expect(readOutline('lessons: [')).toBeNull();
});

test('a line of the written file is led back to what it is about', () => {
  const file =
    'title:\n  zh-CN: 甲\n  en: ""\ntags:\n  - 乙\nlessons:\n  - id: a\n    title:\n      en: A\n  - id: b\n';
  const fieldAt = fieldsByLine(file);
  expect([1, 3, 5, 7, 9, 10].map((line) => fieldAt(line).join('.'))).toEqual([
    'title',
    'title.en',
    'tags',
    'lessons.0.id',
    'lessons.0.title.en',
    'lessons.1.id',
  ]);
  expect(fieldsByLine('# nothing yet')(1)).toEqual([]);
});
