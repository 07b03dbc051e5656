/** Fisher and Yates: every order of 0 … length−1 is as likely as the generator allows. */
export function permutation(length: number, random: () => number): number[] {
  const order: number[] = [];
  for (let index = 0; index < length; index += 1) {
    const place = Math.floor(random() * (index + 1));
    order.push(order[place] ?? index);
    order[place] = index;
  }
  return order;
}

/**
 * Mulberry32 by Tommy Ettinger (public domain): fractions in [0, 1), the same for a seed for ever.
 * The seed's low 32 bits count. Not for secrets.
 */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
