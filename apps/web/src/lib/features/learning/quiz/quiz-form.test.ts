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

test('blanks, sides, steps and a written answer come in their order, with scripts and without', () => {
  const form = new FormData();
  form.append('kind-fill', 'fill_in');
  form.append('item-fill', '六十日');
  form.append('item-fill', '');
  form.append('kind-match', 'matching');
  form.append('item-match', '');
  form.append('item-match', 'C');
  form.append('kind-tapped', 'ordering');
  form.append('order-tapped', 'B,A');
  form.append('kind-placed', 'ordering');
  form.append('place-placed-A', '2');
  form.append('place-placed-B', '');
  form.append('place-placed-C', '1');
  form.append('kind-essay', 'short_answer');
  form.append('item-essay', '先登记\r\n再转办');
  expect(answersOf(form)).toEqual({
    fill: ['六十日', ''],
    match: ['', 'C'],
    tapped: ['B', 'A'],
    placed: ['C', 'A'],
    essay: '先登记\n再转办',
  });
});

test('what was left open is open, whatever the kind', () => {
  const form = new FormData();
  for (const kind of ['fill_in', 'matching', 'ordering', 'short_answer', 'single'])
    form.append(`kind-${kind}`, kind);
  form.append('item-fill_in', ' ');
  form.append('item-matching', '');
  form.append('order-ordering', '');
  form.append('item-short_answer', '');
  expect(new Set(Object.values(answersOf(form)))).toEqual(new Set([null]));
});
