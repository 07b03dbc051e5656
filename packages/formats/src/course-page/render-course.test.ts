import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, readGood } from '../course/broken-course.fixture.ts';
import { courseWithCourseware, goodCourse } from '../course/sample-course.fixture.ts';
import { packageCmi5, unit, zipOf } from '../courseware/packages.fixture.ts';
import { renderCourse } from './render-course.ts';

const page = async () => renderCourse(await readGood(await folderOf(goodCourse())));

test('the page has every lesson, every way through the case and every answer', async () => {
  const text = await page();
  for (const heading of ['视频讲授：讲座', '阅读材料：阅读', '案例：案例', '测验：测验'])
    expect(text).toContain(heading);
  const course = await readGood(await folderOf(goodCourse()));
  for (const lesson of course.lessons) {
    if (lesson.kind === 'case')
      for (const option of lesson.study.nodes.flatMap((node) => node.options))
        expect(text).toContain(option.text);
    if (lesson.kind === 'quiz') expect(text.match(/答案：/g)?.length).toBe(lesson.items.length);
  }
  expect(text).toContain('src="lecture.mp4"');
  expect(text).toContain('src="slides/01.webp"');
});

test('courseware is shown by its standard and its units, and its package can be had', async () => {
  const zip = zipOf(packageCmi5(unit({ attributes: ' masteryScore="0.29"' })));
  const text = renderCourse(await readGood(await folderOf(courseWithCourseware(zip))));
  for (const shown of ['课件：课件', 'Work safety（cmi5，约 30 分钟）', 'Safety（29% 通过）'])
    expect(text).toContain(shown);
  expect(text).toContain('href="safety.zip"');
});

test('no text of a course brings a script or a foreign element into the page', async () => {
  const course = await readGood(await folderOf(goodCourse()));
  const hostile = fc.constantFrom(
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '[x](javascript:alert(1))',
    '</style><script>1</script>',
  );
  fc.assert(
    fc.property(hostile, hostile, (title, other) => {
      const text = renderCourse({
        ...course,
        title: { 'zh-CN': title, en: title },
        summary: { 'zh-CN': other, en: other },
        tags: [title],
        lecturer: { name: other, title },
        sources: [{ title, issuer: other, date: title }],
        lessons: course.lessons.map((lesson) => {
          const named = { ...lesson, title: { 'zh-CN': title, en: title } };
          return named.kind === 'reading'
            ? { ...named, markdown: `# ${title}\n\n${other}` }
            : named;
        }),
      });
      expect(text).not.toMatch(/<script|<svg|<img src=x|href="javascript|<\/style>\s*<script/i);
    }),
  );
});
