import { isDeepStrictEqual } from 'node:util';
import { matchedPlaces } from './matched-places.ts';
import type { YamlValue } from './rewrite-yaml.ts';

type Map = Readonly<Record<string, YamlValue | undefined>>;

const isMap = (value: unknown): value is Map =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * `next`, but as the file had it wherever the form did not change it: a key left out stays left out, a
 * number stays a number, a text keeps its last line break. `before` is what the form would write of
 * `raw`, the file's own value. undefined: the key is not written.
 */
export function keepUnchanged(
  next: YamlValue,
  before: YamlValue | undefined,
  raw: YamlValue | undefined,
): YamlValue | undefined {
  if (before === undefined) return next;
  if (isDeepStrictEqual(next, before)) return raw;
  if (isMap(next) && isMap(before) && isMap(raw)) return keepInMap(next, before, raw);
  if (Array.isArray(next) && Array.isArray(before) && Array.isArray(raw))
    return keepInList(next, before, raw);
  return next;
}

function keepInMap(next: Map, before: Map, raw: Map): YamlValue {
  const kept = Object.entries(next).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const each = keepUnchanged(value, before[key], raw[key]);
    return each === undefined ? [] : [[key, each] as const];
  });
  return Object.fromEntries(kept);
}

function keepInList(
  next: readonly YamlValue[],
  before: readonly YamlValue[],
  raw: readonly YamlValue[],
): YamlValue {
  const places = matchedPlaces(next, before);
  return next.map((each, place) => {
    const at = places[place];
    return at === undefined ? each : (keepUnchanged(each, before[at], raw[at]) ?? each);
  });
}
