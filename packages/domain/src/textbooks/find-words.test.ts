import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asSearched, findWords } from './find-words.ts';

test('a word that a line of print breaks is found, with what stands around it', () => {
  expect(findWords('第一章 信访工\n作条例的由来', '信访工作', 4)).toEqual({
    before: '第一章 ',
    found: '信访工 作',
    after: '条例的由',
  });
});

test('capitals, full-width letters and spaces in what was typed do not matter', () => {
  expect(findWords('A Guide to ＩＳＢＮ numbers', 'to isbn', 3)?.found).toBe('to ＩＳＢＮ');
  expect(findWords('信访', ' ', 3)).toBeNull();
  expect(findWords('信访', '调解', 3)).toBeNull();
});

test('any piece of a text is found in it', () => {
  const text = fc.string({
    unit: fc.constantFrom('信', '访', ' ', '\n', 'a', '😀', 'ﬀ'),
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, fc.nat(40), fc.nat(10), (whole, start, length) => {
      const piece = [...whole].slice(start, start + length).join('');
      const found = findWords(whole, piece, 5);
      if (asSearched(piece) === '') expect(found).toBeNull();
      else expect(asSearched(found?.found ?? '')).toContain(asSearched(piece));
    }),
  );
});
