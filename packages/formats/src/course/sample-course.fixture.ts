/** A small course that is right in every respect, for tests to break. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseStatute } from '../statute/parse-statute.ts';
import { statutesOn, type Statutes } from '../statute/statute.ts';

/** File names to contents. */
export type CourseFiles = Record<string, string | Uint8Array>;

const sentence = '群众来了先请坐，听完再说，记下要点，当天答复。';

const slide = (title: string) => `
      - title: ${title}
        points: [先听完, 再记录]
        say: |
          ${sentence.repeat(7)}
          ${sentence.repeat(5)}`;

const courseYaml = `format: 1
title: { zh-CN: 接访的第一天, en: The first day at the reception desk }
summary:
  zh-CN: 学完能独立接待一次来访。
  en: Afterwards you can receive a visitor on your own.
area: social_management
tags: [信访, 接访]
lecturer: { name: 学时课程编写组, title: 教研人员 }
repeat: never
valuation: linear
revision: 1
sources:
  - { title: 样例条例, issuer: 国务院, date: 2022-02-25 }
lessons:
  - id: lecture
    kind: lecture
    title: { zh-CN: 讲座, en: Lecture }
    source: lecture.yaml
    video: lecture.mp4
    timeline: lecture.timeline.json
    subtitles: { zh-CN: lecture.zh-CN.vtt }
  - id: reading
    kind: reading
    title: { zh-CN: 阅读, en: Reading }
    source: reading.md
    required: false
  - id: case
    kind: case
    title: { zh-CN: 案例, en: Case }
    source: case.yaml
  - id: quiz
    kind: quiz
    title: { zh-CN: 测验, en: Quiz }
    source: quiz.yaml
`;

const lectureYaml = `chapters:
  - title: { zh-CN: 一、听, en: Listen }
    slides:${slide('听完再说')}
        quote:
          text: 应当当场登记……，出具凭证
          cite: 《样例条例》第二条
  - title: { zh-CN: 二、记, en: Write down }
    slides:${slide('记下要点')}
  - title: { zh-CN: 三、答, en: Answer }
    slides:${slide('当天答复')}
`;

const readingMd = `# 接访须知

办法见《样例条例》第一条、第二条，另见《别处的办法》第九百条。

![登记台](desk.webp)

> 应当当场登记（包括姓名、住址），
> 出具凭证。
>
> —— 《样例条例》第二条

| 事项 | 期限 |
| --- | --- |
| 登记 | 当场 |
`;

const caseYaml = `minutes: 12
situation: |
  清河镇信访办，一早来了二十三名村民。

  领头的说补偿款没到账。
roles:
  - { name: 你：信访办主任, text: 负责接待 }
materials:
  - title: 来访登记表
    text: |
      共二十三人。
timeline:
  - { when: 3月4日 上午, what: 来访 }
start: first
nodes:
  - id: first
    text: 人在院子里。
    question: 你先做什么？
    options:
      - { id: a, text: 请进来登记, consequence: 依法登记。, judgement: sound, next: second }
      - { id: b, text: 请派代表, consequence: 也可以。, judgement: arguable, next: second }
  - id: second
    text: 登记完了。
    question: 然后呢？
    options:
      - { id: a, text: 出具凭证, consequence: 依《样例条例》第二条。, judgement: sound, next: settled }
      - { id: b, text: 让人回去等, consequence: 没有凭证。, judgement: poor, next: again }
endings:
  - { id: settled, title: 案结事了, text: 村民满意。 }
  - { id: again, title: 再次来访, text: 村民又来了。 }
commentary: |
  登记和凭证是两件事。
statutes:
  - { statute: 样例条例, article: 第二条, note: 当场登记并出具凭证 }
reflection: 你上次接访，登记了吗？
`;

const quizYaml = `passMark: 60
attempts: 0
items:
  - id: q1
    kind: single
    stem: 群众来访，先做什么？
    options: [登记, 劝返, 报告]
    answer: A
    explanation: 《样例条例》第二条要求当场登记。
    statute: { statute: 样例条例, article: 第二条 }
    difficulty: 1
  - id: q2
    kind: multiple
    stem: 登记哪些内容？
    options: [姓名, 住址, 血型]
    answer: [A, B]
    explanation: 血型与来访无关。
    difficulty: 2
  - id: q3
    kind: true_false
    stem: 登记后要出具凭证。
    answer: true
    explanation: 条例有明文。
    difficulty: 3
`;

const timelineJson = `{
  "format": 1,
  "durationMs": 240000,
  "chapters": [
    { "startMs": 0, "title": { "zh-CN": "一、听", "en": "Listen" } },
    { "startMs": 80000, "title": { "zh-CN": "二、记", "en": "Write down" } }
  ],
  "slides": [
    { "startMs": 0, "image": "slides/01.webp", "title": "听完再说", "text": "先听完" },
    { "startMs": 80000, "image": "slides/02.webp", "title": "记下要点", "text": "再记录" }
  ],
  "madeFrom": "0123456789abcdef"
}
`;

const subtitles = `WEBVTT

NOTE made for a test

1
00:00.000 --> 00:02.500
群众来了先请坐，

00:02.500 --> 00:05.000 line:90%
听完再说。
`;

/** The files of a good course; a fresh object each time. */
export const goodCourse = (): CourseFiles => ({
  'course.yaml': courseYaml,
  'lecture.yaml': lectureYaml,
  'lecture.mp4': Uint8Array.of(0, 0, 0, 8, 0x66, 0x74, 0x79, 0x70),
  'lecture.timeline.json': timelineJson,
  'lecture.zh-CN.vtt': subtitles,
  'slides/01.webp': Uint8Array.of(1),
  'slides/02.webp': Uint8Array.of(2),
  'desk.webp': Uint8Array.of(3),
  'reading.md': readingMd,
  'case.yaml': caseYaml,
  'quiz.yaml': quizYaml,
});

/** The good course with a lesson of courseware before the others. */
export const courseWithCourseware = (zip: Uint8Array): CourseFiles => ({
  ...goodCourse(),
  'safety.zip': zip,
  'course.yaml': courseYaml.replace(
    'lessons:\n',
    `lessons:
  - id: safety
    kind: courseware
    title: { zh-CN: 课件, en: Courseware }
    source: safety.zip
    minutes: 30
`,
  ),
});

/** A statute of two articles, and one book of a code. */
export const sampleStatutes: Statutes = statutesOn(
  [
    parseStatute(
      '样例条例',
      '# 样例条例\n\n2022年通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了便民，制定本条例。\n\n第二条 应当当场登记(包括姓名、住址)，出具凭证。\n\n不得拒绝登记。\n',
    ),
    parseStatute('样例法典', '# 样例法典\n\n# 总则\n\n<!-- INFO END -->\n\n第一条 立法目的。\n'),
  ],
  '2026-01-01',
);

/** A course folder on the disk; `slug` is its name. */
export interface FolderOnDisk {
  path: string;
  remove(): Promise<void>;
}

/** Writes files into a new temporary folder named after the slug. */
export async function writeCourse(files: CourseFiles, slug = 'first-day'): Promise<FolderOnDisk> {
  const parent = await mkdtemp(join(tmpdir(), 'xueshi-course-'));
  const path = join(parent, slug);
  await mkdir(path);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, remove: () => rm(parent, { recursive: true }) };
}
