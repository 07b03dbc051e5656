import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotationOf, withBlock } from './quotation.ts';

test('an article is quoted paragraph by paragraph and signed', () => {
  expect(quotationOf({ statute: '甲法', article: '第一条', text: '一。\n二。' })).toBe(
    '> 一。\n>\n> 二。\n>\n> —— 《甲法》第一条',
  );
});

test.each([
  ['', 0, '> 甲\n\n', 5],
  ['# 题', 3, '# 题\n\n> 甲\n\n', 10],
  ['前文\n\n后文', 1, '前文\n\n> 甲\n\n后文', 9],
  ['前文\n\n后文', 3, '前文\n\n> 甲\n\n后文', 9],
])('in %j at %i it stands between the lines', (text, at, expected, caret) => {
  expect(withBlock(text, at, '> 甲')).toEqual({ text: expected, caret });
});

test('nothing that was written is lost, wherever the caret is', () => {
  const text = fc.string({ unit: fc.constantFrom('字', '\n', ' '), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.nat(30), (written, place) => {
      const at = Math.min(place, written.length);
      const result = withBlock(written, at, '>X');
      expect(result.text.replace('>X', '').replaceAll('\n', '')).toBe(written.replaceAll('\n', ''));
      expect(result.text).toMatch(/(^|\n\n)>X\n\n/u);
    }),
  );
});
