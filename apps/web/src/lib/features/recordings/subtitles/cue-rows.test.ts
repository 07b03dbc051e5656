import { expect, test } from 'vitest';
import { preciseClock } from '../lecture-rows.ts';
import { CUES_A_PAGE, readCueRows, rowAt, rowsOfPage, withPage } from './cue-rows.ts';

const cues = Array.from({ length: 120 }, (_, at) => ({
  startMs: at * 2_000 + 40,
  endMs: at * 2_000 + 1_999,
  text: `第${at + 1}句`,
}));

test.each([1, 2, 3])('saving page %s as it stands changes nothing', (page) => {
  expect(withPage(cues, page, rowsOfPage(cues, page))).toEqual({ ok: true, cues });
});

test('an emptied row is taken out, a new one stands in its order, and other pages stay', () => {
  const rows = rowsOfPage(cues, 2);
  rows[0] = { start: '', end: '', text: '' };
  rows[CUES_A_PAGE] = { start: '0:00.010', end: '0:00.030', text: '片头' };
  const read = withPage(cues, 2, rows);
  if (!read.ok) return expect.unreachable();
  expect(read.cues).toHaveLength(120);
  expect(read.cues[0]).toEqual({ startMs: 10, endMs: 30, text: '片头' });
  expect(read.cues.map(({ text }) => text)).not.toContain(`第${CUES_A_PAGE + 1}句`);
});

test('a moment that is none is named', () => {
  const rows = [{ start: '0:01', end: '一秒', text: '字' }];
  expect(withPage(cues, 1, rows)).toEqual({ ok: false, typed: '一秒' });
});

test('the row that is shown at a moment is found, and none where none is', () => {
  const rows = rowsOfPage(cues, 1);
  expect(rowAt(rows, 2_500)).toBe(1);
  expect(rowAt(rows, 1_999)).toBe(-1);
  expect(rowAt(rows, null)).toBe(-1);
});

test('fields are read by their numbers', () => {
  const sent = new Map([
    ['cues.count', '1'],
    ['cues.0.start', ' 1:02:03.004 '],
    ['cues.0.end', '1:02:04'],
    ['cues.0.text', '上一行\n下一行'],
  ]);
  const rows = readCueRows((name) => sent.get(name) ?? '');
  expect(withPage([], 1, rows)).toEqual({
    ok: true,
    cues: [{ startMs: 3_723_004, endMs: 3_724_000, text: '上一行\n下一行' }],
  });
  expect(preciseClock(3_723_004)).toBe('1:02:03.004');
});
