import { expect, test } from 'vitest';
import {
  clockOf,
  formOf,
  msOf,
  readRows,
  rowsOf,
  sentSubtitles,
  unplaced,
} from './lecture-rows.ts';

test.each([
  ['0:00', 0],
  ['1:05', 65_000],
  ['1:02:03', 3_723_000],
  ['90', 90_000],
  ['2：30.5', 150_500],
  ['2:30.04', 150_040],
  ['1:75', null],
  ['', null],
  ['abc', null],
  ['-1', null],
])('%s is %s ms', (typed, ms) => {
  expect(msOf(typed)).toBe(ms);
});

test('what is kept stands in the fields and comes back the same', () => {
  const form = {
    recording: 'A'.repeat(22),
    subtitles: { 'zh-CN': 'B'.repeat(22), en: null },
    chapters: [
      { startMs: 0, title: { 'zh-CN': '一', en: 'One' } },
      { startMs: 3_661_500, title: { 'zh-CN': '二', en: 'Two' } },
    ],
    slides: [
      { startMs: 2_000, file: 'C'.repeat(22), title: '图', text: '字' },
      { startMs: null, file: 'D'.repeat(22), title: '还没对上', text: '' },
      { startMs: null, file: 'B'.repeat(22), title: '也没有', text: '' },
    ],
    posterMs: 3_605_250,
    trim: { startMs: 12_340, endMs: null },
  };
  expect(clockOf(3_661_500)).toBe('1:01:01.5');
  expect(formOf(rowsOf(form))).toEqual({ ok: true, form });
});

test('rows come in any order, empty ones are left out, and a moment that is none is named', () => {
  const sent = new Map([
    ['chapters.count', '3'],
    ['chapters.0.at', '2:00'],
    ['chapters.0.zh', '后'],
    ['chapters.2.at', '0:00'],
    ['chapters.2.zh', '先'],
    ['slides.count', '1'],
    ['slides.0.file', 'C'],
    ['slides.0.title', '没有时间'],
  ]);
  const rows = readRows((name) => sent.get(name) ?? '');
  const read = formOf(rows);
  if (!read.ok) return expect.unreachable();
  expect(read.form.chapters.map(({ title }) => title['zh-CN'])).toEqual(['先', '后']);
  expect(read.form.slides).toEqual([]);
  sent.set('chapters.1.at', '两分钟');
  expect(formOf(readRows((name) => sent.get(name) ?? ''))).toEqual({ ok: false, typed: '两分钟' });
});

test('the poster is a moment, or nothing where it is left to be chosen', () => {
  const typed = (poster: string) => formOf(readRows((name) => (name === 'poster' ? poster : '')));
  expect(typed(' 3：20 ')).toMatchObject({ ok: true, form: { posterMs: 200_000 } });
  expect(typed('0')).toMatchObject({ ok: true, form: { posterMs: 0 } });
  expect(typed(' ')).toMatchObject({ ok: true, form: { posterMs: null } });
  expect(typed('开头')).toEqual({ ok: false, typed: '开头' });
});

test('a start or an end that is no time is named', () => {
  const typed = (end: string) => formOf(readRows((name) => (name === 'trim.end' ? end : '')));
  expect(typed('3:20')).toMatchObject({ form: { trim: { startMs: null, endMs: 200_000 } } });
  expect(typed('下课')).toEqual({ ok: false, typed: '下课' });
});

test('a lecture from before posters could be chosen has none', () => {
  const before = {
    recording: null,
    subtitles: { 'zh-CN': null, en: null },
    chapters: [],
    slides: [],
  };
  const rows = rowsOf(before);
  expect(rows.poster).toBe('');
  expect(formOf(rows)).toEqual({ ok: true, form: { ...before, posterMs: null, trim: null } });
});

test('pictures wait until they have a moment', () => {
  const file = (id: string, state: 'usable' | 'refused') =>
    ({ id, kind: 'slide', state, fileName: '第 1 页.png' }) as Parameters<typeof unplaced>[0][0];
  const files = [file('a', 'usable'), file('b', 'usable'), file('c', 'refused')];
  const placed = [{ at: '0:01', file: 'a', held: '', title: '', text: '' }];
  expect(unplaced(files, placed)).toEqual([
    { at: '', file: 'b', held: '', title: '第 1 页', text: '' },
  ]);
});

test('subtitles that a program made are not those that somebody sent, also when they were corrected', () => {
  const file = (id: string, kind: string, found: object) =>
    ({ id, kind, state: 'usable', found }) as Parameters<typeof sentSubtitles>[0][0];
  const files = [
    file('recording', 'recording', { transcribed: { 'zh-CN': { file: 'corrected' }, en: null } }),
    file('corrected', 'subtitles', { isMachineMade: false }),
    file('unread', 'subtitles', { isMachineMade: true }),
    file('sent', 'subtitles', { isMachineMade: false }),
  ];
  expect(sentSubtitles(files).map(({ id }) => id)).toEqual(['sent']);
});
