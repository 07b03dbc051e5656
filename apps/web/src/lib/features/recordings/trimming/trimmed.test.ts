import type { DraftFile } from '@xueshi/contracts';
import { expect, test } from 'vitest';
import type { LectureRows } from '../lecture-rows.ts';
import { trimmedBy } from './trimmed.ts';

const chapter = (at: string) => ({ at, zh: '章', en: 'Chapter' });
const slide = (at: string) => ({ at, file: 'a', held: 'yes', title: '', text: '' });
const ROWS: LectureRows = {
  ...{ recording: 'r', zh: '', en: '', poster: '0:30', start: '', end: '' },
  chapters: [chapter('0:00'), chapter('1:00'), chapter('9:00'), chapter('')],
  slides: [slide('0:10'), slide(''), slide('0:50'), slide('8:00')],
};

const recording = (silent: { fromMs: number; toMs: number }[] = []) =>
  ({ found: { durationMs: 600_000, silent, black: [] } }) as unknown as DraftFile;
const of = (change: Partial<LectureRows>, file?: DraftFile) =>
  trimmedBy({ ...ROWS, ...change }, file ?? recording());

test('without a start and an end all is kept, and nothing falls away', () => {
  expect(of({})).toEqual({
    ...{ durationMs: 600_000, part: null, fault: null, proposed: null },
    ...{ chaptersOutside: [], slidesOutside: [], isPosterOutside: false, chapterAtStart: null },
  });
});

test('what falls away is told by the numbers of the rows', () => {
  expect(of({ start: '1:30', end: '8:00' })).toMatchObject({
    part: { startMs: 90_000, endMs: 480_000 },
    chaptersOutside: [1, 3],
    slidesOutside: [1, 4],
    isPosterOutside: true,
    chapterAtStart: 2,
  });
  expect(of({ start: '1:00' })).toMatchObject({ chaptersOutside: [1], chapterAtStart: null });
});

test.each([
  ['a start that is no time', { start: '1:75' }, 'no-time'],
  ['an end after the recording', { end: '10:01' }, 'beyond-end'],
  ['an end before the start', { start: '5:00', end: '4:00' }, 'order'],
  ['next to nothing', { start: '9:55' }, 'too-short'],
])('%s is told, and nothing is said to fall away', (_, change, fault) => {
  expect(of(change)).toMatchObject({ fault, part: null, chaptersOutside: [] });
});

test('a silent beginning is proposed until it is taken', () => {
  const quiet = recording([{ fromMs: 0, toMs: 40_500 }]);
  expect(of({}, quiet).proposed).toEqual({ startMs: 40_000, endMs: 600_000 });
  expect(of({ start: '0:40' }, quiet).proposed).toBeNull();
});
