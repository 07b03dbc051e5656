import { test } from 'vitest';
import { expectOneError, type Breakage } from './broken-course.fixture.ts';

const breakages: Breakage[] = [
  {
    promise: 'an answer without an option is refused',
    find: 'answer: A',
    put: 'answer: D',
    code: 'answer-unknown',
    at: 'answer: D',
  },
  {
    promise: 'an answer that is no letter is refused',
    find: 'answer: A',
    put: 'answer: 登记',
    code: 'bad-form',
    at: 'answer: 登记',
  },
  {
    promise: 'one right option is too few for a multiple item',
    find: '[A, B]',
    put: '[A]',
    code: 'too-few',
    at: 'answer: [A]',
  },
  {
    promise: 'the same letter twice is refused',
    find: '[A, B]',
    put: '[B, B]',
    code: 'answer-twice',
    at: '[B, B]',
  },
  {
    promise: 'options that differ only in width and space are the same',
    find: '[登记, 劝返, 报告]',
    put: '[A 组, 劝返, Ａ组]',
    code: 'options-same',
    at: 'A 组',
  },
  {
    promise: 'an explanation is never empty',
    find: 'explanation: 条例有明文。',
    put: 'explanation: ""',
    code: 'blank-text',
    at: 'explanation: ""',
  },
  {
    promise: 'true or false has no options',
    find: 'answer: true',
    put: 'options: [对, 错]\n    answer: true',
    code: 'unknown-key',
    at: '[对, 错]',
  },
  {
    promise: 'a pass mark of 0 is refused',
    find: 'passMark: 60',
    put: 'passMark: 0',
    code: 'number-too-small',
    at: 'passMark',
  },
  {
    promise: 'difficulty 4 is refused',
    find: 'difficulty: 3',
    put: 'difficulty: 4',
    code: 'not-allowed',
    at: 'difficulty: 4',
  },
  {
    promise: 'two items with one id are refused',
    find: 'id: q2',
    put: 'id: q1',
    code: 'id-twice',
    at: 'id: q1\n    kind: multiple',
  },
  {
    promise: 'an explanation that cites a missing article is refused',
    find: '《样例条例》第二条要求',
    put: '《样例条例》第八条要求',
    code: 'article-unknown',
    at: '第八条',
  },
];

const withItem = (item: string) => `difficulty: 3
  - ${item}`;
const newKinds: Breakage[] = [
  {
    promise: 'a fill-in has an answer a blank',
    find: 'difficulty: 3',
    put: withItem(
      '{ id: f, kind: fill_in, stem: 应当____登记, blanks: [[当场], [立即]], explanation: 有, difficulty: 1 }',
    ),
    code: 'blanks-count',
    at: '[[当场]',
  },
  {
    promise: 'the sides of a matching are all different',
    find: 'difficulty: 3',
    put: withItem(
      '{ id: m, kind: matching, stem: 连, pairs: [{ left: 甲, right: 七日 }, { left: 乙, right: 七 日 }], explanation: 有, difficulty: 1 }',
    ),
    code: 'sides-same',
    at: '七 日',
  },
  {
    promise: 'two steps are too few to put in order',
    find: 'difficulty: 3',
    put: withItem(
      '{ id: o, kind: ordering, stem: 排, steps: [登记, 答复], explanation: 有, difficulty: 1 }',
    ),
    code: 'too-few',
    at: '[登记, 答复]',
  },
  {
    promise: 'a short answer has a guide for whoever marks it',
    find: 'difficulty: 3',
    put: withItem('{ id: s, kind: short_answer, stem: 怎么办, explanation: 有, difficulty: 1 }'),
    code: 'missing-key',
    at: '{ id: s',
  },
  {
    promise: 'an item of a case-set names a text that is there',
    find: 'difficulty: 3',
    put: 'difficulty: 3\n    group: village',
    code: 'group-unknown',
    at: 'village',
  },
  {
    promise: 'a text that nobody asks about is refused',
    find: 'items:',
    put: 'groups: [{ id: village, text: 三组村民争水。 }]\nitems:',
    code: 'group-unused',
    at: 'village',
  },
  {
    promise: 'a bank that is not there is named',
    find: 'items:',
    put: 'draw: [{ bank: nowhere, count: 1 }]\nitems:',
    code: 'bank-unknown',
    at: 'nowhere',
  },
  {
    promise: 'a picture that may carry scripts is refused',
    find: 'stem: 登记哪些内容？',
    put: 'stem: "![图](desk.svg)"',
    code: 'file-kind',
    at: '![图]',
  },
  {
    promise: 'a time limit of no minutes is refused',
    find: 'passMark: 60',
    put: 'passMark: 60\ntimeLimitMinutes: 0',
    code: 'number-too-small',
    at: 'timeLimitMinutes',
  },
];

test.each(newKinds)('$promise', (breakage) => expectOneError('quiz.yaml', breakage));

test.each(breakages)('$promise', (breakage) => expectOneError('quiz.yaml', breakage));
