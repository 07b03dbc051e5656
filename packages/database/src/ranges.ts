// How stretches of media time stand in a row. A province's year has fifty million of them, and most are
// one stretch from the beginning, so that is a number; others are a few bytes. JSON, as earlier versions
// wrote it, is read as ever.

/** Stretches in ms, each from (inclusive) to (exclusive). */
export type Ranges = (readonly [number, number])[];

/**
 * `n` stands for [0, n) and 0 for nothing; bytes are the distances between one edge and the next, each
 * seven bits at a time, low ones first. What is not ascending, disjoint and whole is kept as JSON text.
 */
export function packRanges(
  ranges: readonly (readonly [number, number])[],
): number | string | Uint8Array {
  if (!areAscending(ranges)) return JSON.stringify(ranges);
  const [first] = ranges;
  if (!first) return 0;
  if (ranges.length === 1 && first[0] === 0) return first[1];
  const bytes: number[] = [];
  let edge = 0;
  for (const range of ranges)
    for (const at of range) {
      let distance = at - edge;
      edge = at;
      for (; distance >= 0x80; distance = Math.floor(distance / 0x80))
        bytes.push((distance % 0x80) | 0x80);
      bytes.push(distance);
    }
  return Uint8Array.from(bytes);
}

function areAscending(ranges: readonly (readonly [number, number])[]): boolean {
  let edge = 0;
  for (const [from, to] of ranges) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < edge || to <= from)
      return false;
    edge = to;
  }
  return true;
}

/** The stretches that stand for what `packRanges` made; throws where bytes end in the middle of one. */
export function unpackRanges(value: unknown): Ranges {
  if (typeof value === 'number' || typeof value === 'bigint')
    return Number(value) === 0 ? [] : [[0, Number(value)]];
  if (typeof value === 'string') return JSON.parse(value) as Ranges;
  if (!(value instanceof Uint8Array) && !(value instanceof ArrayBuffer))
    throw new TypeError(`a ${typeof value} is no set of stretches`);
  const edges = edgesIn(value instanceof Uint8Array ? value : new Uint8Array(value));
  const ranges: Ranges = [];
  for (let at = 0; at < edges.length; at += 2) {
    const [from, to] = [edges[at], edges[at + 1]];
    if (from === undefined || to === undefined) throw new RangeError('a stretch without an end');
    ranges.push([from, to]);
  }
  return ranges;
}

function edgesIn(bytes: Uint8Array): number[] {
  const edges: number[] = [];
  let edge = 0;
  let distance = 0;
  let unit = 1;
  for (const byte of bytes) {
    distance += (byte & 0x7f) * unit;
    unit *= 0x80;
    if (byte & 0x80) continue;
    edge += distance;
    edges.push(edge);
    distance = 0;
    unit = 1;
  }
  if (unit !== 1) throw new RangeError('a stretch that ends in the middle');
  return edges;
}
