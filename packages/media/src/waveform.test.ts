import { expect, test } from 'vitest';
import { collectPeaks, PEAKS_PER_SECOND } from './waveform.ts';

const SAMPLES = 8_000 / PEAKS_PER_SECOND;

/** One loud sample in each stretch, the rest is silence. */
const sound = (...loudest: number[]) => {
  const bytes = Buffer.alloc(loudest.length * SAMPLES * 2);
  for (const [at, value] of loudest.entries()) bytes.writeInt16LE(value, (at * SAMPLES + 7) * 2);
  return bytes;
};

test('each stretch is as high as its loudest sample, up or down, and quiet ones can be seen', () => {
  const { add, peaks } = collectPeaks(1_000);
  add(sound(0, 32_767, -32_768, 328));
  expect([...peaks()]).toEqual([0, 255, 255, 26]);
});

test('bytes may be cut anywhere', () => {
  const bytes = sound(100, -20_000, 300);
  const whole = collectPeaks(1_000);
  whole.add(bytes);
  const cut = collectPeaks(1_000);
  for (let at = 0; at < bytes.length; at += 333) cut.add(bytes.subarray(at, at + 333));
  expect(cut.peaks()).toEqual(whole.peaks());
});

test('a recording that goes on for longer than its headers say takes no more room', () => {
  const { add, peaks } = collectPeaks(80);
  add(sound(1, 2, 3, 4, 5));
  expect(peaks()).toHaveLength(2);
});
