import { stringify } from 'yaml';
import { readYaml } from '../course/yaml-document.ts';

/**
 * Two texts of YAML or JSON in the same layout, with the keys of the second in the order of the first: what
 * is compared then is what they say. Texts of which either is neither are given back as they are.
 */
export function inOneLayout(before: string, after: string): readonly [string, string] {
  const [one, other] = [valueIn(before), valueIn(after)];
  if (one === undefined || other === undefined) return [before, after];
  return [laidOut(one), laidOut(inOrderOf(one, other))];
}

/** undefined: it cannot be read. */
function valueIn(text: string): unknown {
  const read = readYaml('', text);
  return read.ok ? read.document.value : undefined;
}

const laidOut = (value: unknown): string =>
  stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Items of lists stand in each other's place by their position. */
function inOrderOf(model: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const models: readonly unknown[] = Array.isArray(model) ? model : [];
    return items.map((item, at) => inOrderOf(models[at], item));
  }
  if (!isMap(value)) return value;
  const known = isMap(model) ? model : {};
  const keys = [...Object.keys(known), ...Object.keys(value)].filter((key) => key in value);
  return Object.fromEntries(
    [...new Set(keys)].map((key) => [key, inOrderOf(known[key], value[key])]),
  );
}
