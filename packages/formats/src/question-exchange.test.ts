// Through the door, as the studio will go: a paper is pasted, goes out to other systems, and comes back.
import { zipSync } from 'fflate';
import { gradeQuiz, type QuizAnswer } from '@xueshi/domain';
import { expect, test } from 'vitest';
import { sentences } from './error-sentences.ts';
import {
  keyOf,
  readPasted,
  readQuestions,
  writeMoodleXml,
  writeQti,
  type Question,
  type QuestionsRead,
} from './question-exchange.ts';
import { questionSentences } from './question-exchange/question-sentences.ts';

const PAPER = `一、单选题
1. 村规民约由谁表决？
A. 村委会
B. 村民会议
答案：B
解析：第二十七条
2.【多选】应当公开的有
A. 财务收支
B. 低保名单
C. 个人存款
答案：AB
3.【判断】低保可以由村干部指定。（×）
4.【填空】受理后____日内办结，可延长____日。
答案：60/六十；30
5.【简答】怎样开好村民会议？
答案：先公告议题。`;

const ANSWERS: readonly QuizAnswer[][] = [
  [['A'], ['B'], []],
  [['A', 'B'], ['A'], ['A', 'B', 'C']],
  [true, false],
  [
    ['六十', '30'],
    ['60', '60'],
    ['', ''],
  ],
  ['先公告'],
];

const bytes = (text: string) => new TextEncoder().encode(text);
const questionsIn = (read: QuestionsRead): Question[] =>
  read.ok ? read.items.flatMap(({ question }) => (question ? [question] : [])) : [];
/** What each answer earns, in hundredths of a point. */
const scores = (questions: readonly Question[]) =>
  questions.map((question, at) =>
    (ANSWERS[at] ?? []).map(
      (answer) => gradeQuiz([keyOf(question)], { [question.id]: answer }, 60).earnedHundredths,
    ),
  );

test('a pasted paper goes out as Moodle XML and as QTI, and comes back with the same scores', async () => {
  const pasted = questionsIn(readPasted('粘贴', PAPER));
  expect(scores(pasted)).toEqual([[0, 100, 0], [100, 0, 0], [0, 100], [100, 50, 0], [0]]);
  const moodle = await readQuestions(
    'moodle.xml',
    bytes(writeMoodleXml('moodle.xml', pasted).text),
  );
  expect(questionsIn(moodle)).toEqual(pasted);
  const { files } = writeQti(pasted);
  const zip = zipSync(Object.fromEntries(files.map(({ path, text }) => [path, bytes(text)])));
  const qti = questionsIn(await readQuestions('qti.zip', zip));
  expect(qti.map(({ kind }) => kind)).toEqual(pasted.map(({ kind }) => kind));
  expect(scores(qti)).toEqual(scores(pasted));
});

test('the sentences about questions hide none about courses', () => {
  expect(Object.keys(sentences).length).toBeGreaterThan(Object.keys(questionSentences).length);
  for (const [code, { 'zh-CN': chinese, en }] of Object.entries(questionSentences)) {
    expect(sentences).toHaveProperty([code, 'en'], en);
    expect(en, code).toMatch(/^[A-Z"{][^]*\.$/);
    expect(chinese, code).toMatch(/。$/);
    const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    expect(names(chinese), code).toEqual(names(en));
  }
});
