import { expect, test } from 'vitest';
import { isSharedWith } from './lecturer.ts';

const author = (orgPath: string | null) => [{ role: 'author', orgPath }];

test('what a unit holds is shared with whoever works at it or below it', () => {
  expect(isSharedWith(author('/a/'), '/a/')).toBe(true);
  expect(isSharedWith(author('/a/b/c/'), '/a/')).toBe(true);
  expect(isSharedWith(author(null), '/a/b/')).toBe(true);
});

test('it is not shared upwards, sideways, or with learners', () => {
  expect(isSharedWith(author('/a/'), '/a/b/')).toBe(false);
  expect(isSharedWith(author('/a/c/'), '/a/b/')).toBe(false);
  expect(isSharedWith(author('/a/bc/'), '/a/b/')).toBe(false);
  expect(isSharedWith([{ role: 'learner', orgPath: '/a/b/' }], '/a/b/')).toBe(false);
  expect(isSharedWith([], '/')).toBe(false);
});
