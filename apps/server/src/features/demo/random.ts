/** Draws that are the same for the same seed on every machine. */
export interface Random {
  /** A whole number, 0 … below `limit`. */
  below(limit: number): number;
  /** 0 ≤ x < 1. */
  fraction(): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** An index, as often as its weight says. */
  weighted(weights: readonly number[]): number;
  /** An id of 22 letters, as the product's own ids. */
  id(): string;
}

/** sfc32 by Chris Doty-Humphrey: small, fast, of good quality; nothing here needs secrecy. */
export function seededRandom(seed: number): Random {
  let [a, b, c, counter] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 1];
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  for (let turn = 0; turn < 12; turn += 1) next();
  const fraction = () => next() / 2 ** 32;
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    below,
    fraction,
    pick: (from) => from[below(from.length)] ?? from[0],
    weighted(weights) {
      let left = fraction() * weights.reduce((sum, weight) => sum + weight, 0);
      const at = weights.findIndex((weight) => (left -= weight) < 0);
      return at === -1 ? weights.length - 1 : at;
    },
    id() {
      const bytes = Buffer.alloc(16);
      for (let at = 0; at < 16; at += 4) bytes.writeUInt32LE(next(), at);
      return bytes.toString('base64url');
    },
  };
}
