// A course of readings and a quiz that is published in one version after another. Used by tests only.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Visitor } from './test-installation.ts';

export interface RevisedCourse {
  readonly revision: number;
  /** The revision of which it calls itself a small correction. */
  readonly corrects?: number;
  /** Hours. */
  readonly valuation?: number;
  /** What each reading says, by its id, in order; a name that ends in `?` is elective. */
  readonly readings: Readonly<Record<string, string>>;
  /** The question of the quiz, which has three options; none without it. */
  readonly question?: string;
}

export async function writeRevisedCourse(
  courses: string,
  slug: string,
  { revision, corrects, valuation = 1, readings, question }: RevisedCourse,
): Promise<void> {
  const folder = join(courses, slug);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const lessons: string[] = [];
  for (const [name, body] of Object.entries(readings)) {
    const id = name.replace('?', '');
    const elective = name.endsWith('?') ? ', required: false' : '';
    lessons.push(
      `{ id: ${id}, kind: reading, title: { zh-CN: 材料${id}, en: Reading ${id} }, source: ${id}.md${elective} }`,
    );
    await writeFile(join(folder, `${id}.md`), `# 材料\n\n${body}\n`);
  }
  if (question) {
    lessons.push('{ id: quiz, kind: quiz, title: { zh-CN: 测验, en: Quiz }, source: quiz.yaml }');
    await writeFile(
      join(folder, 'quiz.yaml'),
      `passMark: 60
attempts: 0
items:
  - { id: one, kind: single, stem: ${question}, options: [甲, 乙, 丙], answer: B, explanation: 见条例。, difficulty: 1 }
`,
    );
  }
  await writeFile(
    join(folder, 'course.yaml'),
    `format: 1
title: { zh-CN: 接访, en: Receiving petitioners }
summary: { zh-CN: 几篇材料。, en: Some readings. }
area: law
tags: [阅读]
lecturer: { name: 测试组, title: 教师 }
repeat: never
valuation: ${valuation}
revision: ${revision}
${corrects === undefined ? '' : `corrects: ${corrects}\n`}sources:
  - { title: 信访工作条例, issuer: 中共中央、国务院, date: 2022-02-25 }
lessons:
${lessons.map((lesson) => `  - ${lesson}\n`).join('')}`,
  );
}

const lessonOf = (slug: string, id: string) => `/api/v1/courses/${slug}/lessons/${id}`;

/** Opens a reading of a course that was begun; `finish` may follow once its time has passed. */
export const openReadingOf = (learner: Visitor, slug: string, id: string) =>
  learner.post(`${lessonOf(slug, id)}/opening`);
export const finishReadingOf = (learner: Visitor, slug: string, id: string) =>
  learner.post<{
    courseCompleted: boolean;
    credited: { hundredths: number } | null;
  }>(`${lessonOf(slug, id)}/reading-completion`);
