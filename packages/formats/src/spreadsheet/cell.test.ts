import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cellAddress,
  cellDay,
  cellText,
  cleanText,
  columnLetters,
  columnOfAddress,
  lostDigits,
} from './cell.ts';

test('a cell is named as the spreadsheet program names it', () => {
  expect([cellAddress(1, 0), cellAddress(12, 25), cellAddress(3, 26), cellAddress(9, 701)]).toEqual(
    ['A1', 'Z12', 'AA3', 'ZZ9'],
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 16_383 }), fc.integer({ min: 1 }), (column, row) => {
      expect(columnOfAddress(`${columnLetters(column)}${row}`)).toBe(column);
    }),
  );
});

test('full-width signs, stray spaces and invisible characters are mended', () => {
  expect(cleanText('　３３０１０２１９９００３０７００３ｘ \u200b')).toBe('33010219900307003x');
  expect(cleanText(' 清河县\u00a0\n 财政局\ufeff')).toBe('清河县 财政局');
});

test('cleaning twice changes nothing more, and never a name in Han characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
    }),
  );
  const han = fc.oneof(
    fc.integer({ min: 0x4e00, max: 0x9fff }),
    fc.integer({ min: 0x20000, max: 0x2a6df }),
    fc.integer({ min: 0xf900, max: 0xfa6d }),
  );
  fc.assert(
    fc.property(fc.array(han, { minLength: 1 }), (codes) => {
      const name = String.fromCodePoint(...codes);
      expect(cleanText(` ${name}\t`)).toBe(name);
    }),
  );
});

test('numbers become their digits, and a number that has lost some is known', () => {
  expect(cellText(13_800_000_000)).toBe('13800000000');
  expect(cellText(0.5)).toBe('0.5');
  expect(cellText("'=1+1")).toBe('=1+1');
  expect(cellText(null)).toBe('');
  expect(lostDigits(3.3010219900307e17)).toBe(true);
  expect(lostDigits(13_800_000_000)).toBe(false);
  expect(lostDigits('330102199003070031')).toBe(false);
});

test.each([
  ['2026-3-1', '2026-03-01'],
  ['2026/03/01', '2026-03-01'],
  ['2026.3.1', '2026-03-01'],
  ['2026年3月1日', '2026-03-01'],
  ['２０２６年３月１日', '2026-03-01'],
  ['20260301', '2026-03-01'],
  ['2026-03-01 08:30:00', '2026-03-01'],
  [46_082, '2026-03-01'],
  ['46082', '2026-03-01'],
  [new Date('2026-03-01T00:00:00Z'), '2026-03-01'],
  ['2026-02-30', null],
  ['2026-13-01', null],
  ['明天', null],
  [null, null],
  [12, null],
])('the day that %s means', (value, day) => {
  expect(cellDay(value)).toBe(day);
});

test('every day survives being written in any of the usual ways', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (date) => {
        const day = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = day
          .split('-')
          .map((part) => String(Number(part)));
        expect(cellDay(`${year}年${month}月${dayOfMonth}日`)).toBe(day);
        expect(cellDay(day.replaceAll('-', ''))).toBe(day);
        expect(cellDay(Math.floor(date.getTime() / 86_400_000) + 25_569)).toBe(day);
      },
    ),
  );
});
