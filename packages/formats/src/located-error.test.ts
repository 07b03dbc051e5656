import { expect, test } from 'vitest';
import { sentences } from './error-sentences.ts';
import { describe, inReadingOrder, locatedError, WHOLE_FILE } from './located-error.ts';

test('an error tells where it is and what to mend, in either language', () => {
  const error = locatedError(
    'missing-key',
    'course.yaml',
    { line: 12, column: 3 },
    { key: 'title' },
  );
  expect(describe(error, 'zh-CN')).toBe('course.yaml:12:3 缺少“title”；请补上。');
  expect(describe(error, 'en')).toBe('course.yaml:12:3 "title" is missing; add it.');
});

test('an error about a whole file names the file alone', () => {
  expect(describe(locatedError('json-syntax', 'a.json', WHOLE_FILE), 'en')).toMatch(
    /^a\.json This/,
  );
});

test('an error of another version is shown by its code', () => {
  const error = { code: 'from-the-future', file: 'a', line: 1, column: null, params: {} };
  expect(describe(error, 'zh-CN')).toBe('a:1 [from-the-future]');
  expect(describe({ ...error, code: 'toString' }, 'en')).toBe('a:1 [toString]');
});

test.each(Object.entries(sentences))('%s has a sentence in both languages', (_, sentence) => {
  const { 'zh-CN': chinese, en } = sentence;
  const parameters = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
  expect(chinese).toMatch(/\p{Script=Han}.*。$/u);
  expect(en).toMatch(/[a-z].*\.$/);
  expect(parameters(chinese)).toEqual(parameters(en));
});

test('a parameter never brings in another parameter', () => {
  const error = locatedError('file-kind', 'f', WHOLE_FILE, { name: '{expected}', expected: '.md' });
  expect(describe(error, 'en')).toContain('{expected} should end in .md');
});

test('errors are told file by file, from top to bottom', () => {
  const at = (file: string, line: number | null, column: number | null = null) =>
    locatedError('json-syntax', file, { line, column });
  const mixed = [at('b', 1), at('a', 10, 1), at('a', 2, 9), at('a', 2, 3), at('a', null)];
  expect(inReadingOrder(mixed).map(({ file, line, column }) => [file, line, column])).toEqual([
    ['a', null, null],
    ['a', 2, 3],
    ['a', 2, 9],
    ['a', 10, 1],
    ['b', 1, null],
  ]);
  expect(mixed[0]?.file).toBe('b');
});
