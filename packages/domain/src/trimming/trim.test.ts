import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  keptPart,
  LEAST_KEPT_MS,
  proposedPart,
  spanWithin,
  trimFault,
  withinPart,
} from './trim.ts';

const MINUTE = 60_000;
const PART = { startMs: MINUTE, endMs: 10 * MINUTE };
const at = (...minutes: number[]) => minutes.map((one) => ({ startMs: one * MINUTE }));

test.each([
  ['nothing', null, null],
  ['neither end', { startMs: null, endMs: null }, null],
  ['the very beginning and the very end', { startMs: 0, endMs: 20 * MINUTE }, null],
  ['a start alone', { startMs: MINUTE }, { startMs: MINUTE, endMs: 20 * MINUTE }],
  ['an end alone', { endMs: MINUTE }, { startMs: 0, endMs: MINUTE }],
])('a trim that gives %s', (_, trim, kept) => {
  expect(keptPart(trim, 20 * MINUTE)).toEqual(kept);
});

test.each([
  ['ends after the recording', { startMs: 0, endMs: 61_000 }, 'beyond-end'],
  ['starts after the recording', { startMs: 70_000, endMs: 60_000 }, 'beyond-end'],
  ['ends before it starts', { startMs: 30_000, endMs: 20_000 }, 'order'],
  ['is empty', { startMs: 30_000, endMs: 30_000 }, 'order'],
  ['is shorter than a lecture can be', { startMs: 0, endMs: LEAST_KEPT_MS - 1 }, 'too-short'],
  ['is as short as one can be', { startMs: 0, endMs: LEAST_KEPT_MS }, null],
] as const)('a part that %s', (_, part, fault) => {
  expect(trimFault(part, MINUTE)).toBe(fault);
});

test('what is shown when the part begins begins it, and what lies outside falls away', () => {
  expect(withinPart(at(0, 0.5, 2, 10, 11), PART)).toEqual(at(0, 1));
  expect(withinPart(at(0, 1, 2), PART)).toEqual(at(0, 1));
  expect(withinPart(at(3, 4), PART)).toEqual(at(2, 3));
  expect(withinPart(at(0, 2), null)).toEqual(at(0, 2));
});

test('a subtitle is cut where the part begins and ends', () => {
  const span = (from: number, to: number) => ({ startMs: from, endMs: to, text: '好' });
  expect(spanWithin(span(59_000, 61_000), PART)).toEqual(span(0, 1_000));
  expect(spanWithin(span(599_000, 601_000), PART)).toEqual(span(539_000, 540_000));
  expect(spanWithin(span(1_000, 60_000), PART)).toBeNull();
  expect(spanWithin(span(600_000, 601_000), PART)).toBeNull();
});

test('a silent head and a black tail are proposed, with a moment to spare', () => {
  const silent = [
    { fromMs: 0, toMs: 12_000 },
    { fromMs: 100_000, toMs: 115_000 },
  ];
  const black = [
    { fromMs: 12_400, toMs: 20_000 },
    { fromMs: 280_000, toMs: 300_000 },
  ];
  expect(proposedPart(300_000, silent, black)).toEqual({ startMs: 19_500, endMs: 280_500 });
  expect(proposedPart(300_000, silent.slice(1), [])).toBeNull();
  expect(proposedPart(300_000, [{ fromMs: 0, toMs: 300_000 }], [])).toBeNull();
});

test('whatever is proposed can be kept', () => {
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 90_000 }))
    .map(([fromMs, lasts]) => ({ fromMs, toMs: Math.min(90_000, fromMs + lasts) }));
  const stretches = fc.array(stretch, { maxLength: 5 });
  fc.assert(
    fc.property(stretches, stretches, (silent, black) => {
      const part = proposedPart(90_000, silent, black);
      expect(part === null || trimFault(part, 90_000) === null).toBe(true);
    }),
  );
});
