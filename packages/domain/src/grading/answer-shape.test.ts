import { expect, test } from 'vitest';
import { couldAnswer, isAnswered, type AnswerableItem } from './answer-shape.ts';
import type { QuizAnswer, QuizItemKind } from './item.ts';
import { isAcceptedFillIn } from './shares-right.ts';

const item = (kind: QuizItemKind, places = 0): AnswerableItem => ({
  kind,
  letters: ['A', 'B', 'C'],
  places,
});

test.each<[string, AnswerableItem, QuizAnswer, boolean]>([
  ['one letter of three', item('single'), ['C'], true],
  ['two letters where one is asked', item('single'), ['A', 'B'], false],
  ['a letter beyond the options', item('multiple'), ['D'], false],
  ['a letter twice', item('multiple'), ['A', 'A'], false],
  ['an order that is begun', item('ordering'), ['C'], true],
  ['an order with one step twice', item('ordering'), ['C', 'C', 'A'], false],
  ['a side left open', item('matching', 2), ['B', ''], true],
  ['one letter for two sides', item('matching', 2), ['B', 'B'], true],
  ['too few sides', item('matching', 2), ['B'], false],
  ['a text a blank', item('fill_in', 2), ['六十日', ''], true],
  ['one text too many', item('fill_in', 1), ['六十日', '三十日'], false],
  ['a blank that is too long', item('fill_in', 1), ['长'.repeat(101)], false],
  ['a text for a short answer', item('short_answer'), '先登记。', true],
  ['a short answer that is too long', item('short_answer'), '长'.repeat(2001), false],
  ['a list for a short answer', item('short_answer'), ['先登记。'], false],
  ['a text for a choice', item('single'), 'A', false],
  ['true for true or false', item('true_false'), true, true],
  ['nothing', item('matching', 2), null, true],
])('%s', (_, asked, answer, could) => {
  expect(couldAnswer(asked, answer)).toBe(could);
});

test.each<[QuizAnswer, boolean]>([
  [false, true],
  [null, false],
  [[], false],
  [['', ''], false],
  [['', 'B'], true],
  ['  ', false],
  ['答', true],
])('%j is answered: %j', (answer, answered) => {
  expect(isAnswered(answer)).toBe(answered);
});

test.each([
  ['《民法典》', true],
  ['民法典', true],
  [' 民 法 典。', true],
  ['民法', false],
  ['', false],
  ['。', false],
])('"%s" for 民法典: %j', (typed, accepted) => {
  expect(isAcceptedFillIn(['民法典'], typed)).toBe(accepted);
});

test('width, case and spaces do not matter; numerals are what the author accepts', () => {
  expect(isAcceptedFillIn(['60日', '六十日'], '６０ 日')).toBe(true);
  expect(isAcceptedFillIn(['Wps'], 'ＷＰＳ')).toBe(true);
  expect(isAcceptedFillIn(['六十日'], '60日')).toBe(false);
  expect(isAcceptedFillIn(['3.5'], '35')).toBe(false);
  expect(isAcceptedFillIn(['-5'], '5')).toBe(false);
  expect(isAcceptedFillIn(['5'], '-5')).toBe(false);
  expect(isAcceptedFillIn(['-5'], '（−５）。')).toBe(true);
});
