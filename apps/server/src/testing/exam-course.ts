// A course that is one examination: every kind of item, drawn from a bank, timed. Used by tests only.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const BANK = `format: 1
title: { zh-CN: 样例题库, en: Sample bank }
area: law
source: 题库编写组
groups:
  - id: well
    text: 三组村民为机井用水争执，找到村委会。
  - id: road
    text: |
      修路占了两户承包地，[图](https://example.org)如下。
items:
  - { id: s1, kind: single, stem: 单选其一, options: [甲, 乙, 丙], answer: B, explanation: 单选其一的解析, difficulty: 1, tags: [信访] }
  - { id: s2, kind: single, stem: 单选其二, options: [甲, 乙, 丙], answer: B, explanation: 单选其二的解析, difficulty: 1, tags: [信访] }
  - { id: s3, kind: single, stem: 单选其三, options: [甲, 乙, 丙], answer: B, explanation: 单选其三的解析, difficulty: 3, tags: [土地] }
  - { id: s4, kind: single, stem: 单选其四, options: [甲, 乙, 丙], answer: B, explanation: 单选其四的解析, difficulty: 2, area: integrity }
  - { id: w1, kind: true_false, group: well, stem: 可以先调解, answer: true, explanation: 机井一的解析, difficulty: 1 }
  - { id: w2, kind: single, group: well, stem: 先做什么, options: [听, 判], answer: A, explanation: 机井二的解析, difficulty: 1 }
  - { id: r1, kind: true_false, group: road, stem: 可以先占后补, answer: false, explanation: 修路一的解析, difficulty: 1 }
  - { id: r2, kind: single, group: road, stem: 应当先做什么, options: [征求意见, 施工], answer: A, explanation: 修路二的解析, difficulty: 1 }
`;

const OWN_ITEMS = `items:
  - { id: fill, kind: fill_in, points: 2, stem: 一般____内办结，可以延长____。, blanks: [[六十日, 60日], [三十日, 30日]], explanation: 填空的解析, difficulty: 2 }
  - { id: order, kind: ordering, points: 2, stem: 排出先后, steps: [登记, 受理, 办理, 答复], explanation: 排序的解析, difficulty: 2 }
  - { id: match, kind: matching, points: 2, stem: 连一连, pairs: [{ left: 立案, right: 七日 }, { left: 复议, right: 六十日 }], extra: [一年], explanation: 连线的解析, difficulty: 2 }
`;
const ESSAY = `  - { id: essay, kind: short_answer, points: 10, stem: 你怎样答复？, guide: 登记四分、期限六分, explanation: 简答的解析, difficulty: 3 }
`;

/** In the letters of the source; drawn single items are all B. */
export const EXAM_ANSWERS = {
  fill: ['60 日', '三十日'],
  steps: ['登记', '受理', '办理', '答复'],
  pairs: ['七日', '六十日'],
} as const;

export interface Exam {
  readonly attempts?: number;
  readonly minutes?: number | null;
  readonly review?: 'at_once' | 'when_done' | 'score_only';
  readonly essay?: boolean;
  readonly draws?: boolean;
  readonly passMark?: number;
}

export const writeBank = async (folder: string, text = BANK) => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'sample.yaml'), text);
};

/** Writes the course `slug` below `courses`: its only lesson is the quiz `exam`. */
export async function writeExamCourse(courses: string, slug: string, exam: Exam = {}) {
  const { attempts = 0, minutes = 20, review = 'at_once', essay = false, draws = true } = exam;
  const folder = join(courses, slug);
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'course.yaml'),
    `format: 1
title: { zh-CN: 考试课程, en: Examination course }
summary: { zh-CN: 一份考试。, en: An examination. }
area: law
tags: [考试]
lecturer: { name: 测试组, title: 教师 }
repeat: never
valuation: 0.5
revision: 1
sources: [{ title: 信访工作条例, issuer: 中共中央、国务院, date: 2022-02-25 }]
lessons:
  - { id: exam, kind: quiz, title: { zh-CN: 考试, en: Examination }, source: quiz.yaml }
`,
  );
  await writeFile(
    join(folder, 'quiz.yaml'),
    `passMark: ${exam.passMark ?? 60}
attempts: ${attempts}
${minutes === null ? '' : `timeLimitMinutes: ${minutes}\n`}review: ${review}
${OWN_ITEMS}${essay ? ESSAY : ''}${
      draws
        ? `draw:
  - { bank: sample, count: 2, kinds: [single], difficulty: [1, 2] }
  - { bank: sample, caseSets: 1 }
`
        : ''
    }`,
  );
}
