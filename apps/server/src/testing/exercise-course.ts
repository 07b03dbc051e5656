// A course of a case and a quiz, without a video. Used by tests only.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Words that a learner must not see before the end of the case or before handing in the quiz. */
export const WITHHELD = {
  explanations: ['其一的解析', '其二的解析', '其三的解析'],
  consequences: ['代表坐下来谈', '村民情绪激动', '村民放心离开', '村民半信半疑'],
  commentary: '先稳住人再登记受理',
  note: '条文在此的用法',
  endings: ['事项进入办理程序', '一周后再次来访'],
  reflection: '换了你会怎样开口',
} as const;

export const RIGHT_ANSWERS = { one: ['B'], two: ['A', 'C'], three: true } as const;

export const CASE_TEXT = `minutes: 5
situation: 二十三名村民到镇政府反映补偿款没有到位。
roles: [{ name: 你：镇信访办主任, text: 负责接待和交办。 }]
materials: [{ title: 来访登记表, text: 三月四日上午，二十三人来访。 }]
start: first
nodes:
  - id: first
    text: 人群聚集在门口。
    question: 你先做什么？
    options:
      - { id: a, text: 请推选代表, consequence: ${WITHHELD.consequences[0]}, judgement: sound, next: second }
      - { id: b, text: 让他们明天再来, consequence: ${WITHHELD.consequences[1]}, judgement: poor, next: second }
  - id: second
    text: 登记完成。
    question: 接下来呢？
    options:
      - { id: a, text: 当场出具回执, consequence: ${WITHHELD.consequences[2]}, judgement: sound, next: settled }
      - { id: c, text: 口头答应, consequence: ${WITHHELD.consequences[3]}, judgement: arguable, next: doubtful }
endings:
  - { id: settled, title: 程序走通, text: ${WITHHELD.endings[0]} }
  - { id: doubtful, title: 留下隐患, text: ${WITHHELD.endings[1]} }
commentary: ${WITHHELD.commentary}
statutes: [{ statute: 信访工作条例, article: 第三条, note: ${WITHHELD.note} }]
reflection: ${WITHHELD.reflection}
`;

const QUIZ = (attempts: number) => `passMark: 60
attempts: ${attempts}
items:
  - { id: one, kind: single, stem: 单选题, options: [甲, 乙, 丙], answer: B, explanation: ${WITHHELD.explanations[0]}, difficulty: 1,
      statute: { statute: 信访工作条例, article: 第三条 } }
  - { id: two, kind: multiple, stem: 多选题, options: [甲, 乙, 丙, 丁], answer: [A, C], explanation: ${WITHHELD.explanations[1]}, difficulty: 2 }
  - { id: three, kind: true_false, stem: 判断题, answer: true, explanation: ${WITHHELD.explanations[2]}, difficulty: 1 }
`;

const COURSE = `format: 1
title: { zh-CN: 案例与测验, en: Case and quiz }
summary: { zh-CN: 一个案例、一份测验。, en: A case and a quiz. }
area: social_management
tags: [练习]
lecturer: { name: 测试组, title: 教师 }
repeat: never
valuation: 0.5
revision: 1
sources: [{ title: 信访工作条例, issuer: 中共中央、国务院, date: 2022-02-25 }]
lessons:
  - { id: case, kind: case, title: { zh-CN: 案例, en: Case }, source: case.yaml }
  - { id: quiz, kind: quiz, title: { zh-CN: 测验, en: Quiz }, source: quiz.yaml }
`;

/** Writes the course below `courses`; `attempts` 0 is as many as wanted. */
export async function writeExerciseCourse(
  courses: string,
  slug: string,
  { attempts = 0 } = {},
): Promise<void> {
  const folder = join(courses, slug);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'course.yaml'), COURSE);
  await writeFile(join(folder, 'case.yaml'), CASE_TEXT);
  await writeFile(join(folder, 'quiz.yaml'), QUIZ(attempts));
}
