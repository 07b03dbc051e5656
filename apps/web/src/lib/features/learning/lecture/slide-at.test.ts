import { expect, test } from 'vitest';
import { indexAt, outlineOf } from './slide-at.ts';

const slides = [{ startMs: 0 }, { startMs: 10_000 }, { startMs: 25_000 }];

test.each([
  { ms: 0, slide: 0 },
  { ms: 9_999, slide: 0 },
  { ms: 10_000, slide: 1 },
  { ms: 99_000, slide: 2 },
])('at $ms ms slide $slide is on', ({ ms, slide }) => {
  expect(indexAt(slides, ms)).toBe(slide);
});

test('before the first slide the first is shown', () => {
  expect(indexAt([{ startMs: 500 }], 0)).toBe(0);
});

test('every slide stands under the chapter it begins in', () => {
  const outline = outlineOf([{ startMs: 0 }, { startMs: 10_000 }], slides);
  expect(outline.map((one) => one.slides.map(({ index }) => index))).toEqual([[0], [1, 2]]);
});
