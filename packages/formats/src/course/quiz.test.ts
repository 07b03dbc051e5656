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

test.each(breakages)('$promise', (breakage) => expectOneError('quiz.yaml', breakage));
