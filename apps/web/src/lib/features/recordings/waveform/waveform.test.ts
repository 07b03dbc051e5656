import { expect, test } from 'vitest';
import { shapeOf, waveformOf } from './waveform.ts';

const wave = (...peaks: number[]) =>
  waveformOf({ perSecond: 10, peaks: Buffer.from(peaks).toString('base64') });

test('a column is as high as the loudest in it, and the loudest fills the height', () => {
  expect(shapeOf(wave(0, 100, 200, 50), 0, 400, 2)).toBe(
    'M0.5,0.500L1.5,0.000L1.5,2.000L0.5,1.500Z',
  );
});

test('more columns than peaks show each of them several times, and none where there is no sound', () => {
  const shape = shapeOf(wave(200, 100), 0, 400, 8);
  expect(shape).toMatch(/^M0\.5,0\.000L1\.5,0\.000L2\.5,0\.500L3\.5,0\.500L4\.5,1\.000/);
});

test('a recording without a sound stays flat', () => {
  expect(wave(0, 3, 0).loudest).toBeGreaterThan(40);
  expect(wave(0, 3, 0).durationMs).toBe(300);
});
