import { isObject, type JsonObject, type XapiStatement } from '@xueshi/formats/xapi';

/** What says how something is called or defined, and not which it is. */
const DESCRIBES = new Set(['name', 'display', 'definition']);

/**
 * A statement with no more of its agents, verb and activities than tells which they are (xAPI 1.0.3, part
 * three, 2.1.3: format `ids`).
 */
export function identifiersOnly(statement: XapiStatement): unknown {
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => [name, partOf(name, value)]),
  );
}

function partOf(name: string, value: unknown): unknown {
  if (name === 'object' && isObject(value) && value['objectType'] === 'SubStatement')
    return identifiersOnly(value as unknown as XapiStatement);
  if (name === 'context' && isObject(value)) {
    const { extensions, ...rest } = value;
    return {
      ...(without(rest) as JsonObject),
      ...(extensions === undefined ? {} : { extensions }),
    };
  }
  return ['actor', 'verb', 'object', 'authority'].includes(name) ? without(value) : value;
}

/** An account's name is part of which it is. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !DESCRIBES.has(name));
  return Object.fromEntries(
    kept.map(([name, inner]) => [name, name === 'account' ? inner : without(inner)]),
  );
}
