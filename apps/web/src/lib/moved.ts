/** The list with the item at `at` one place up (-1) or down (1); as it is where there is no such place. */
export function moved<Item>(items: readonly Item[], at: number, by: -1 | 1): Item[] {
  const [one, other] = [items[at], items[at + by]];
  if (one === undefined || other === undefined) return [...items];
  return items.with(at, other).with(at + by, one);
}
