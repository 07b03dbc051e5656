// A small course without a video: quick to import, quick to complete. Used by tests only.
import type { CourseCard } from '@xueshi/contracts';
import type { Repeat } from '@xueshi/domain';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Visitor } from './test-installation.ts';

export interface ReadingCourse {
  readonly title?: string;
  readonly summary?: string;
  readonly area?: CourseCard['area'];
  readonly tags?: readonly string[];
  /** The categories that it is meant for; left out, and nobody below: everybody. */
  readonly audience?: readonly string[];
  /** The key groups that it is meant for beside them. */
  readonly keyGroups?: readonly string[];
  readonly repeat?: Repeat;
  /** Courses that name the same have the same content. */
  readonly equivalence?: string;
  /** Hours. */
  readonly valuation?: number | 'linear';
  readonly revision?: number;
  readonly body?: string;
  /** How many readings it has, of the same length: `reading`, `reading-2` and so on; left out: one. */
  readonly readings?: number;
}

const yaml = (text: string) => JSON.stringify(text);

const readingLines = (readings: number) =>
  Array.from({ length: readings }, (_, at) => {
    const id = at === 0 ? 'reading' : `reading-${at + 1}`;
    return `  - { id: ${id}, kind: reading, title: { zh-CN: 材料, en: Reading }, source: reading.md }`;
  }).join('\n');

/** Writes a course of one reading below `courses`, over the one that may be there. */
export async function writeReadingCourse(
  courses: string,
  slug: string,
  course: ReadingCourse = {},
): Promise<void> {
  const folder = join(courses, slug);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'course.yaml'),
    `format: 1
title: { zh-CN: ${yaml(course.title ?? '一篇材料')}, en: One reading }
summary: { zh-CN: ${yaml(course.summary ?? '读完一篇材料。')}, en: A single reading. }
area: ${course.area ?? 'law'}
tags: [${(course.tags ?? ['阅读']).map(yaml).join(', ')}]
lecturer: { name: 测试组, title: 教师 }
repeat: ${course.repeat ?? 'never'}
${course.audience ? `audience: [${course.audience.join(', ')}]\n` : ''}${course.keyGroups ? `keyGroups: [${course.keyGroups.join(', ')}]\n` : ''}${course.equivalence ? `equivalence: ${course.equivalence}\n` : ''}valuation: ${course.valuation ?? 0.25}
revision: ${course.revision ?? 1}
sources:
  - { title: 信访工作条例, issuer: 中共中央、国务院, date: 2022-02-25 }
lessons:
${readingLines(course.readings ?? 1)}
`,
  );
  await writeFile(
    join(folder, 'reading.md'),
    `# 材料\n\n${course.body ?? '先请人坐下，再听人把话说完。'}\n`,
  );
}

/** Starts a reading course and opens its reading; `finish` may follow once its time has passed. */
export async function beginReading(learner: Visitor, slug: string): Promise<void> {
  const started = await learner.post(`/api/v1/courses/${slug}/enrolment`);
  const opened = await learner.post(`/api/v1/courses/${slug}/lessons/reading/opening`);
  if (started.status !== 200 || opened.status !== 200)
    throw new Error(`${slug} could not be begun`);
}

export const finishReading = (learner: Visitor, slug: string) =>
  learner.post<{
    courseCompleted: boolean;
    credited: {
      year: number;
      hundredths: number;
      leftOut: { overDayHundredths: number; overCapHundredths: number } | null;
    } | null;
    notCredited: string | null;
  }>(`/api/v1/courses/${slug}/lessons/reading/reading-completion`);
