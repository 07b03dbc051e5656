import type { TSchema } from 'typebox';

/**
 * A query string is text, and validation coerces nothing (TRUST.md F7): figures and truth values are
 * read here, in their plain form only. What is written otherwise stays text and is then refused.
 */
export function readQueryText(schema: TSchema, query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  const kinds =
    'properties' in schema ? (schema.properties as Readonly<Record<string, TSchema>>) : {};
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, readValue(kinds[name], value)]),
  );
}

function readValue(kind: TSchema | undefined, value: unknown): unknown {
  if (typeof value !== 'string' || !kind || !('type' in kind)) return value;
  if (kind.type === 'integer' && /^-?(0|[1-9]\d{0,14})$/.test(value)) return Number(value);
  if (kind.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
