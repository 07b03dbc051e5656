import type { QuizAttempt, ReadingView } from '@xueshi/contracts';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeExerciseCourse } from '../../testing/exercise-course.ts';
import { addLearner } from '../../testing/learners.ts';
import { openTestInstallation, type TestInstallation } from '../../testing/test-installation.ts';

let here: TestInstallation;
const PICTURE = Buffer.from('a picture, as far as this test cares');

beforeAll(async () => {
  here = await openTestInstallation({
    courses: async (folder) => {
      await writeExerciseCourse(folder, 'pictured');
      const at = (name: string) => join(folder, 'pictured', name);
      await writeFile(at('map.png'), PICTURE);
      const quiz = await readFile(at('quiz.yaml'), 'utf8');
      await writeFile(
        at('quiz.yaml'),
        quiz.replace('stem: 单选题', 'stem: "看图回答 ![村图](map.png)"'),
      );
      const course = await readFile(at('course.yaml'), 'utf8');
      const reading =
        '  - { id: reading, kind: reading, title: { zh-CN: 阅读, en: Reading }, source: reading.md }\n';
      await writeFile(at('course.yaml'), course + reading);
      await writeFile(at('reading.md'), '# 图文\n\n看图：\n\n![村图](map.png)\n');
    },
  });
});
afterAll(() => here.close());

const pictureIn = (html: string | undefined) => /src="([^"]+)"/.exec(html ?? '')?.[1] ?? 'none';

test('a picture of a reading or an item is served to whoever is signed in, and to nobody else', async () => {
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/pictured/enrolment');
  const reading = await visitor.get<ReadingView>('/api/v1/courses/pictured/lessons/reading');
  const place = { slug: 'pictured', lessonKey: 'quiz' };
  const attempt = await visitor.post<QuizAttempt>('/api/v1/quiz-attempts', place);
  const url = pictureIn(reading.body.html);
  expect(pictureIn(attempt.body.items.find(({ id }) => id === 'one')?.stemHtml)).toBe(url);
  const served = await visitor.get<string>(url);
  expect(served).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } });
  expect(served.body).toBe(PICTURE.toString());
  expect((await here.visitor().get(url)).status).toBe(401);
});

test('what was published keeps its pictures when the course folder loses them', async () => {
  const { visitor } = await addLearner(here);
  await visitor.post('/api/v1/courses/pictured/enrolment');
  await rm(join(here.coursesFolder, 'pictured', 'map.png'));
  await here.importAgain();
  const reading = await visitor.get<ReadingView>('/api/v1/courses/pictured/lessons/reading');
  expect((await visitor.get(pictureIn(reading.body.html))).status).toBe(200);
});

test.each(['nothing.png', '..%2Fxueshi.db', `${'0'.repeat(40)}.svg`, `${'0'.repeat(40)}.png`])(
  '%s is no picture',
  async (name) => {
    const { visitor } = await addLearner(here);
    expect((await visitor.get(`/media/pictures/${name}`)).status).toBe(404);
  },
);
