import { describe, loadBanks, loadStatutes, readCourse, type CourseSource } from '@xueshi/formats';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root } from './sources.ts';

const folder = join(root, 'content/courses');
const slugs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const MINUTE_MS = 60_000;

const courses: CourseSource[] = [];
const errors: string[] = [];

beforeAll(async () => {
  const read = await loadStatutes(
    join(root, 'content/statutes'),
    new Date().toISOString().slice(0, 10),
  );
  if (!read.ok) return void errors.push(...read.errors.map((error) => describe(error, 'en')));
  const { banks, refused } = await loadBanks(join(root, 'content/banks'), read.statutes);
  errors.push(...refused.flatMap((bank) => bank.errors.map((error) => describe(error, 'en'))));
  for (const slug of slugs) {
    const result = await readCourse(join(folder, slug), {
      statutes: read.statutes,
      banks,
      requireMedia: true,
    });
    if (result.ok) courses.push(result.course);
    else errors.push(...result.errors.map((error) => `${slug}/${describe(error, 'en')}`));
  }
});

const lessonsOf = <K extends CourseSource['lessons'][number]['kind']>(kind: K) =>
  courses.flatMap((course) =>
    course.lessons
      .filter((lesson) => lesson.kind === kind)
      .map((lesson) => ({
        slug: course.slug,
        lesson: lesson as Extract<typeof lesson, { kind: K }>,
      })),
  );

test('every course can be imported as it is, with its video, slides and subtitles', () => {
  expect(errors).toEqual([]);
  expect(courses.map((course) => course.slug).sort()).toEqual([...slugs].sort());
});

test('a new installation starts with a catalogue worth opening', () => {
  expect(courses.length).toBeGreaterThanOrEqual(14);
  expect(lessonsOf('case').length).toBeGreaterThanOrEqual(6);
  const own = lessonsOf('quiz').flatMap(({ lesson }) => lesson.own);
  expect(own.length).toBeGreaterThanOrEqual(150);
});

test.each(['theory', 'law', 'social_management', 'job_skills', 'integrity', 'party_spirit'])(
  'there are at least two courses on %s',
  (area) => {
    expect(courses.filter((course) => course.area === area).length).toBeGreaterThanOrEqual(2);
  },
);

/** A test drawn from the bank asks what the other courses teach. */
const isTestOnly = (course: CourseSource) =>
  course.lessons.some((lesson) => lesson.kind === 'quiz' && lesson.draws.length > 0);

test('every course but the tests has a lecture of three to ten minutes', () => {
  const teaching = courses.filter((course) => !isTestOnly(course)).map(({ slug }) => slug);
  expect(teaching.length).toBeGreaterThanOrEqual(14);
  expect([...new Set(lessonsOf('lecture').map(({ slug }) => slug))].sort()).toEqual(
    teaching.sort(),
  );
  const lengths = lessonsOf('lecture').map(({ slug, lesson }) => ({
    slug,
    minutes: (lesson.media?.durationMs ?? 0) / MINUTE_MS,
  }));
  expect(lengths.filter(({ minutes }) => minutes < 3 || minutes > 10)).toEqual([]);
});

test('every lecture has Chinese subtitles from its beginning to its end', () => {
  const uncovered = lessonsOf('lecture').filter(({ lesson }) => {
    const { media } = lesson;
    const cues = media?.subtitles.find((one) => one.language === 'zh-CN')?.cues ?? [];
    const [first, last] = [cues.at(0), cues.at(-1)];
    if (!media || !first || !last) return true;
    return first.startMs > 15_000 || last.endMs < media.durationMs - 20_000;
  });
  expect(uncovered.map(({ slug }) => slug)).toEqual([]);
  expect(lessonsOf('lecture').length).toBeGreaterThanOrEqual(14);
});
