const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;

/**
 * For each of the values the place, from 0, of the old one that it comes from: one that is the same,
 * else one with its id, else, where values have no ids, the one that stood there. Each old one once;
 * undefined: it is new.
 */
export function matchedPlaces(
  values: readonly unknown[],
  old: readonly unknown[],
): (number | undefined)[] {
  const taken = new Set<number>();
  const same = placesBy(old, (value) => JSON.stringify(value));
  const byId = placesBy(old, idOf);
  const take = (places: readonly number[] | undefined) => {
    const found = places?.find((at) => !taken.has(at));
    if (found !== undefined) taken.add(found);
    return found;
  };
  const equal = values.map((value) => take(same.get(JSON.stringify(value))));
  return values.map((value, at) => {
    if (equal[at] !== undefined) return equal[at];
    const id = idOf(value);
    return take(id === undefined ? [at].filter((place) => place < old.length) : byId.get(id));
  });
}

function placesBy(values: readonly unknown[], keyOf: (value: unknown) => unknown) {
  const places = new Map<unknown, number[]>();
  for (const [at, value] of values.entries()) {
    const known = places.get(keyOf(value));
    if (known) known.push(at);
    else places.set(keyOf(value), [at]);
  }
  return places;
}
