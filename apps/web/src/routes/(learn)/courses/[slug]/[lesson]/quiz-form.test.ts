import { expect, test } from 'vitest';
import { answersOf } from './quiz-form.ts';

test('a form sent without scripts hands in every kind of answer', () => {
  const form = new FormData();
  form.append('kind-q1', 'single');
  form.append('item-q1', 'B');
  form.append('kind-q2', 'multiple');
  form.append('item-q2', 'A');
  form.append('item-q2', 'C');
  form.append('kind-q3', 'true_false');
  form.append('item-q3', 'false');
  form.append('kind-q4', 'single');
  expect(answersOf(form)).toEqual({ q1: ['B'], q2: ['A', 'C'], q3: false, q4: null });
});
