import fc from 'fast-check';
import { expect, test } from 'vitest';
import { articleNumber, articleOrder, fromChinese, inChinese } from './numerals.ts';

test.each([
  [1, '一'],
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [100, '一百'],
  [103, '一百零三'],
  [110, '一百一十'],
  [123, '一百二十三'],
  [1001, '一千零一'],
  [1260, '一千二百六十'],
])('%i is counted %s', (count, text) => {
  expect(inChinese(count)).toBe(text);
  expect(fromChinese(text)).toBe(count);
});

test('every number is read back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), (count) => {
      expect(fromChinese(inChinese(count))).toBe(count);
    }),
  );
});

test.each(['', '零', '一百三', '三十四十', '十十', '12', '百', '〇一'])(
  '“%s” is no number of a statute',
  (text) => {
    expect(fromChinese(text)).toBeNull();
  },
);

test('only whole numbers from 1 to 9999 are written', () => {
  expect(() => inChinese(0)).toThrow(RangeError);
  expect(() => inChinese(1.5)).toThrow(RangeError);
  expect(() => inChinese(10_000)).toThrow(RangeError);
});

test('every number of an article is read back, also of one that was put in between', () => {
  const orders = fc.record({
    count: fc.integer({ min: 1, max: 9999 }),
    inserted: fc.integer({ min: 0, max: 99 }),
  });
  fc.assert(
    fc.property(orders, (order) => {
      expect(articleOrder(articleNumber(order))).toEqual(order);
    }),
  );
  expect(articleOrder('第十条之一')).toEqual({ count: 10, inserted: 1 });
  expect(articleOrder('第17条')).toBeNull();
  expect(articleOrder('第三章')).toBeNull();
});
