import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readGood } from '../course/broken-course.fixture.ts';
import { courseWithCourseware, goodCourse } from '../course/sample-course.fixture.ts';
import { packageCmi5, unit, zipOf } from '../courseware/packages.fixture.ts';
import type { ReadingSource } from '../course/course-source.ts';
import { lessonParts } from './lesson-parts.ts';

const lessons = async () => (await readGood(await folderOf(goodCourse()))).lessons;
const reading = (markdown: string): ReadingSource => ({
  id: 'reading',
  kind: 'reading',
  title: { 'zh-CN': '阅读', en: 'Reading' },
  required: true,
  markdown,
  characters: markdown.length,
  images: [],
});
const keys = (markdown: string) => lessonParts(reading(markdown)).map(({ key }) => key);

test('every question and every decision is a part of its own, with all that the course says of it', async () => {
  for (const lesson of await lessons()) {
    const parts = lessonParts(lesson);
    const named = parts.flatMap(({ key }) => key ?? []);
    expect(new Set(named).size).toBe(named.length);
    const html = parts.map((part) => part.html).join('');
    if (lesson.kind === 'quiz') {
      expect(named).toEqual(expect.arrayContaining(lesson.items.map(({ id }) => `i-${id}`)));
      expect(html.match(/答案：/g)?.length).toBe(lesson.items.length);
    }
    if (lesson.kind === 'case') {
      expect(named).toEqual(lesson.study.nodes.map(({ id }) => `d-${id}`));
      for (const option of lesson.study.nodes.flatMap((node) => node.options))
        expect(html).toContain(option.text);
    }
  }
});

test('every unit of courseware can be spoken of, whatever it is called', async () => {
  const units = [unit(), unit({ id: `urn:x:${'y'.repeat(500)}` })];
  const zip = zipOf(packageCmi5(units.join('\n')));
  const [lesson] = (await readGood(await folderOf(courseWithCourseware(zip)))).lessons;
  if (lesson === undefined) throw new Error('no lesson');
  const [beginning, ...parts] = lessonParts(lesson);
  expect(beginning).toMatchObject({ key: null, html: expect.stringContaining('cmi5') });
  expect(parts.map(({ excerpt }) => excerpt)).toEqual(['Safety', 'Safety']);
  expect(new Set(parts.map(({ key }) => key)).size).toBe(2);
  for (const { key } of parts) expect(key).toMatch(/^[\w-]{1,80}$/);
});

test('a paragraph keeps its key while its text stays, wherever it moves', () => {
  const [title, first, second] = keys('# 题目\n\n先听。\n\n再问。');
  expect(keys('# 题目\n\n开头。\n\n再问。\n\n先听。')).toEqual([
    title,
    expect.not.stringMatching(first ?? ''),
    second,
    first,
  ]);
  expect(new Set(keys('听。\n\n听。\n\n听。')).size).toBe(3);
});

test('links by reference lead somewhere in every paragraph, and a text with footnotes stays whole', () => {
  const linked = lessonParts(reading('# 题\n\n见[条例][a]。\n\n[a]: https://example.cn/a'));
  expect(linked.map(({ html }) => html).join('')).toContain('href="https://example.cn/a"');
  expect(linked).toHaveLength(2);
  expect(keys('# 题\n\n有注[^1]。\n\n[^1]: 注。')).toHaveLength(1);
});

test('no text brings a script into a part', () => {
  const piece = fc.constantFrom(
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '> 引文',
    '一段话。',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const parts = lessonParts(reading(pieces.join('\n\n')));
      expect(parts.map(({ html }) => html).join('')).not.toMatch(/<script|onerror|javascript:/i);
      expect(parts.every(({ excerpt }) => [...excerpt].length <= 80)).toBe(true);
    }),
  );
});
