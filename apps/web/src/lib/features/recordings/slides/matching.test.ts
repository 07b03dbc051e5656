import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DraftFile } from '@xueshi/contracts';
import { lastMoment, momentOf, withMoments, withPages } from './matching.ts';

const page = (id: string, number: number, of = 'deck') =>
  ({
    ...{ id, kind: 'slide', state: 'usable', fileName: `课件.pdf · ${number}` },
    found: { page: { of, number, title: `第 ${number} 步`, text: '先听' } },
  }) as unknown as DraftFile;

test('pages come in their order, the first at the beginning, the others to be placed, each once', () => {
  const files = [page('b', 2), page('c', 10), page('a', 1), page('x', 1, 'other')];
  const rows = withPages([], files, 'deck');
  expect(rows.map(({ file, at }) => [file, at])).toEqual([
    ['a', '0:00'],
    ['b', ''],
    ['c', ''],
  ]);
  expect(rows[1]).toMatchObject({ title: '第 2 步', text: '先听', held: 'yes' });
  expect(withPages(rows, files, 'deck')).toEqual(rows);
  expect(withPages(rows, files, 'other').at(-1)).toMatchObject({ file: 'x', at: '' });
});

test('a press is counted back by how long people take, and never before the slide before it', () => {
  expect(momentOf(10_000, 1, null)).toBe(9_700);
  expect(momentOf(10_000, 2, null)).toBe(9_400);
  expect(momentOf(100, 2, null)).toBe(0);
  const presses = fc.array(fc.nat(600_000), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(presses, fc.constantFrom(1, 1.5, 2), (times, rate) => {
      const sorted = times.toSorted((a, b) => a - b);
      let previous: number | null = null;
      for (const time of sorted) {
        const at: number = momentOf(time, rate, previous);
        expect(at).toBeGreaterThan(previous ?? -1);
        expect(at % 100).toBe(0);
        previous = at;
      }
    }),
  );
});

test('the last moment is the latest of those that there are', () => {
  const row = (at: string) => ({ at, file: 'a', held: 'yes', title: '', text: '' });
  expect(lastMoment([row('0:30'), row(''), row('0:05')])).toBe(30_000);
  expect(lastMoment([row('')])).toBeNull();
});

test('moments that were found are taken, and what is not shown waits', () => {
  const row = (file: string, at: string) => ({ at, file, held: 'yes', title: '', text: '' });
  const slides = [
    { file: 'a', startMs: 0, percent: 90 },
    { file: 'b', startMs: 12_500, percent: 80 },
    { file: 'c', startMs: null, percent: 0 },
  ];
  const matched = { isDone: true, problem: null, percent: 85, slides };
  const rows = [row('a', ''), row('b', '0:03'), row('c', '0:09'), row('x', '1:00')];
  expect(withMoments(rows, matched).map(({ at }) => at)).toEqual(['0:00', '0:12.5', '', '1:00']);
  expect(withMoments(rows, null)).toEqual(rows);
});
