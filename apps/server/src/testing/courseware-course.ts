// A course with one package of courseware and the quiz that its hours rest on. Used by tests only.
import type { CompletionNews, QuizAttempt } from '@xueshi/contracts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Visitor } from './test-installation.ts';

/** Writes it below `courses`, over the one that may be there. */
export async function writeCoursewareCourse(
  courses: string,
  slug: string,
  {
    zip,
    minutes = 10,
    revision = 1,
    valuation = 'linear',
  }: {
    readonly zip: Uint8Array;
    readonly minutes?: number;
    readonly revision?: number;
    readonly valuation?: number | 'linear';
  },
): Promise<void> {
  const folder = join(courses, slug);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.zip'), zip);
  await writeFile(
    join(folder, 'course.yaml'),
    `format: 1
title: { zh-CN: 安全生产互动课, en: Safety at work }
summary: { zh-CN: 一个互动课件和一个测验。, en: One piece of courseware and a quiz. }
area: law
tags: [安全]
lecturer: { name: 测试组, title: 教师 }
repeat: never
valuation: ${valuation}
revision: ${revision}
sources:
  - { title: 安全生产法, issuer: 全国人大常委会, date: 2021-06-10 }
lessons:
  - { id: package, kind: courseware, title: { zh-CN: 互动课件, en: Interactive lesson }, source: package.zip, minutes: ${minutes} }
  - { id: quiz, kind: quiz, title: { zh-CN: 测验, en: Quiz }, source: quiz.yaml }
`,
  );
  await writeFile(
    join(folder, 'quiz.yaml'),
    `passMark: 60
attempts: 0
items:
${Array.from(
  { length: 5 },
  (_, at) => `  - id: q${at + 1}
    kind: true_false
    stem: 第 ${at + 1} 题：先停机再检修。
    answer: true
    explanation: 检修以前必须停机。
    difficulty: 1
`,
).join('')}`,
  );
}

/** Answers the course’s quiz right; what that brought about. */
export async function passQuiz(learner: Visitor, slug: string): Promise<CompletionNews | null> {
  const begun = await learner.post<{ id: string; items: { id: string }[] }>(
    '/api/v1/quiz-attempts',
    { slug, lessonKey: 'quiz' },
  );
  const { id, items } = begun.body;
  const answers = Object.fromEntries(items.map((item) => [item.id, true]));
  const marked = await learner.post<QuizAttempt>(`/api/v1/quiz-attempts/${id}/submission`, {
    answers,
  });
  if (marked.status !== 200) throw new Error(`the quiz was not marked: ${marked.status}`);
  return marked.body.news;
}
