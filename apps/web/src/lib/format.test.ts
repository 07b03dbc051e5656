import { expect, test } from 'vitest';
import {
  formatClock,
  formatDate,
  formatDays,
  formatHours,
  formatSpan,
  percentOf,
  sayDays,
  sayHours,
  wholeMinutes,
} from './format.ts';

test.each([
  { hundredths: 250, shown: '2.5' },
  { hundredths: 75, shown: '0.75' },
  { hundredths: 10000, shown: '100' },
  { hundredths: -75, shown: '-0.75' },
  { hundredths: 0, shown: '0' },
])('$hundredths hundredths are $shown credit hours', ({ hundredths, shown }) => {
  expect(formatHours(hundredths)).toBe(shown);
});

test('an amount is said with its measure', () => {
  expect([sayHours(250), sayHours(100)]).toEqual(['2.5 学时', '1 学时']);
  expect([sayDays(11), sayDays(2), sayDays(0)]).toEqual(['5.5 天', '1 天', '0 天']);
});

test.each([
  { ms: 130_000, shown: '2 分 10 秒' },
  { ms: 42_001, shown: '43 秒' },
  { ms: 119_500, shown: '2 分钟' },
  { ms: 0, shown: '0 秒' },
])('$ms ms that are missing are said as $shown', ({ ms, shown }) => {
  expect(formatSpan(ms)).toBe(shown);
});

test('eleven half-days are 5.5 days', () => {
  expect(formatDays(11)).toBe('5.5');
});

test('the first hour of a Chinese day is that day, whatever the clock of the machine', () => {
  expect(formatDate('2026-12-31T16:00:00.000Z')).toBe('2027年1月1日');
});

test.each([
  { ms: 0, shown: '0:00' },
  { ms: 250_999, shown: '4:10' },
  { ms: 3_725_000, shown: '1:02:05' },
])('$ms ms are $shown', ({ ms, shown }) => {
  expect(formatClock(ms)).toBe(shown);
});

test('nearly everybody is not everybody', () => {
  expect(percentOf(999, 1000)).toBe(99);
  expect(percentOf(0, 0)).toBe(0);
});

test('something short still takes a minute', () => {
  expect(wholeMinutes(8)).toBe(1);
});
