import { expect, test } from 'vitest';
import { preciseClock } from '../lecture-rows.ts';
import {
  CUES_A_PAGE,
  differingCues,
  moveEnd,
  rangeOfPage,
  readCueRows,
  rowAt,
  rowsOfPage,
  withPage,
} from './cue-rows.ts';

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

test('when somebody else added subtitles before a page, it takes its own place and no other', () => {
  const range = rangeOfPage(cues, 2);
  const rows = rowsOfPage(cues, 2);
  rows[3] = { ...rows[3], start: '1:46.040', end: '1:47', text: '我改的' };
  const added = { startMs: 500, endMs: 900, text: '她加的' };
  const hers = { startMs: 110_040, endMs: 111_000, text: '她改的' };
  const theirs = [added, ...cues.map((cue) => (cue.startMs === 110_040 ? hers : cue))].toSorted(
    (a, b) => a.startMs - b.startMs,
  );
  // Beside each of mine that was changed stands hers as it is kept.
  expect(differingCues(theirs, range, rows).map(({ number, text }) => [number, text])).toEqual([
    [55, '第54句'],
    [57, '她改的'],
  ]);
  const read = withPage(theirs, range, rows);
  if (!read.ok) return expect.unreachable();
  expect(read.cues).toHaveLength(121);
  expect(read.cues.filter(({ text }) => /她|我/.test(text)).map(({ text }) => text)).toEqual([
    '她加的',
    '我改的',
  ]);
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

test('an end is moved to a hundredth, and never past the other', () => {
  const row = { start: '0:01', end: '0:02', text: '好' };
  expect(moveEnd(row, 'start', 1_234)).toBe(true);
  expect(row.start).toBe('0:01.23');
  moveEnd(row, 'start', 5_000);
  expect(row.start).toBe('0:01.9');
  moveEnd(row, 'end', 0);
  expect(row).toEqual({ start: '0:01.9', end: '0:02', text: '好' });
  expect(moveEnd(row, 'end', 0)).toBe(false);
  moveEnd(row, 'start', -300);
  expect(row.start).toBe('0:00');
});
