// Watched stretches are kept in a few bytes, and come back as they went in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRanges, unpackRanges, type Ranges } from './ranges.ts';

const MINUTE = 60_000;

const sets = fc
  .uniqueArray(fc.integer({ min: 0, max: 6 * 3_600_000 }), { maxLength: 40 })
  .map((edges) => {
    const sorted = edges.sort((one, other) => one - other);
    const ranges: Ranges = [];
    for (let at = 0; at + 1 < sorted.length; at += 2)
      ranges.push([sorted[at] ?? 0, sorted[at + 1] ?? 0]);
    return ranges;
  });

test('stretches of a lecture are what they were, as the program and as a driver hands them over', () => {
  fc.assert(
    fc.property(sets, (ranges) => {
      const packed = packRanges(ranges);
      expect(unpackRanges(packed)).toEqual(ranges);
      if (packed instanceof Uint8Array)
        expect(unpackRanges(Uint8Array.from(packed).buffer)).toEqual(ranges);
      expect(unpackRanges(JSON.stringify(ranges))).toEqual(ranges);
    }),
  );
});

test('whatever else somebody wrote is not lost either', () => {
  const anything = fc.array(
    fc.tuple(
      fc.integer(),
      fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    ),
  );
  fc.assert(
    fc.property(anything, (ranges) => {
      const read = unpackRanges(packRanges(ranges));
      expect(JSON.stringify(read)).toBe(JSON.stringify(ranges));
    }),
  );
});

test('nothing and a lecture from its beginning are numbers; a stretch takes six bytes or seven', () => {
  expect(packRanges([])).toBe(0);
  expect(packRanges([[0, 45 * MINUTE]])).toBe(2_700_000);
  const packed = packRanges([
    [0, 12 * MINUTE],
    [20 * MINUTE, 45 * MINUTE],
  ]);
  expect(packed instanceof Uint8Array && packed.length).toBe(10);
});

test('bytes that were cut short are an error, never a shorter set', () => {
  const packed = packRanges([
    [0, 12 * MINUTE],
    [20 * MINUTE, 45 * MINUTE],
  ]);
  if (!(packed instanceof Uint8Array)) throw new Error('two stretches are bytes');
  for (let length = packed.length - 1; length > 0; length -= 1) {
    // After a whole stretch nothing tells that there was another; sums beside it do.
    if (length === 4) continue;
    expect(() => unpackRanges(packed.slice(0, length))).toThrow('a stretch');
  }
});
