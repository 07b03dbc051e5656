// Holds for every endpoint, present and to come (DESIGN.md decision 7; TRUST.md F7).
import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import * as contracts from './index.ts';

const endpoints = Object.entries(contracts).flatMap(
  ([name, value]): { name: string; endpoint: contracts.Endpoint }[] =>
    typeof value === 'object' && 'method' in value && 'url' in value
      ? [{ name, endpoint: value }]
      : [],
);

interface Place {
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A schema and all schemas inside it. */
function placesIn(schema: unknown, path: string): Place[] {
  if (Array.isArray(schema)) return schema.flatMap((part, at) => placesIn(part, `${path}[${at}]`));
  if (typeof schema !== 'object' || schema === null) return [];
  const own = schema as Record<string, unknown>;
  const named = (key: string) =>
    Object.entries((own[key] ?? {}) as Record<string, unknown>).flatMap(([name, part]) =>
      placesIn(part, `${path}.${name}`),
    );
  return [
    { path, schema: own },
    ...named('properties'),
    ...named('patternProperties'),
    ...placesIn(own['items'], `${path}[]`),
    ...placesIn(own['anyOf'], path),
  ];
}

const requestOf = ({ body, query, params }: contracts.Endpoint) =>
  Object.entries({ body, query, params }).flatMap(([part, schema]) => placesIn(schema, part));
const responseOf = ({ ok }: contracts.Endpoint) => placesIn(ok.schema, 'answer');
const isObject = ({ schema }: Place) => schema['type'] === 'object';

test('there are endpoints to look at, and no two are the same', () => {
  const addresses = endpoints.map(({ endpoint }) => `${endpoint.method} ${endpoint.url}`);
  expect(addresses.length).toBeGreaterThan(30);
  expect(new Set(addresses).size).toBe(addresses.length);
});

describe.each(endpoints)('$name', ({ endpoint }) => {
  test('takes no field that it does not name', () => {
    for (const { path, schema } of requestOf(endpoint).filter(isObject)) {
      expect(schema['additionalProperties'], path).toBe(false);
    }
  });

  test('sends no field that it does not name', () => {
    for (const { path, schema } of responseOf(endpoint).filter(isObject)) {
      expect(schema['additionalProperties'], path).toBe(false);
    }
  });

  test('takes no text without a bound and none with a NUL or half a character in it', () => {
    for (const { path, schema } of requestOf(endpoint)) {
      if (
        schema['type'] !== 'string' ||
        'enum' in schema ||
        'const' in schema ||
        'format' in schema
      )
        continue;
      const pattern = new RegExp(String(schema['pattern']), 'u');
      const bounded = typeof schema['maxLength'] === 'number' || !pattern.test('A'.repeat(1000));
      expect(bounded, path).toBe(true);
      expect(pattern.test('A\0B'), path).toBe(false);
      expect(pattern.test('A\ud800B'), path).toBe(false);
    }
  });

  test('takes no list without a bound', () => {
    for (const { path, schema } of requestOf(endpoint)) {
      if (schema['type'] !== 'array' || Array.isArray(schema['items'])) continue;
      expect(schema['maxItems'], path).toBeTypeOf('number');
    }
  });

  test('names its parameters as its address does', () => {
    const inAddress = [...endpoint.url.matchAll(/:(\w+)/g)].map((match) => match[1]);
    const described = Object.keys(
      ((endpoint.params ?? {}) as TSchema & { properties?: object }).properties ?? {},
    );
    expect(described.sort()).toEqual(inAddress.sort());
  });

  test('says that it refuses those who are not signed in, where it does', () => {
    if (endpoint.access !== 'public') expect(endpoint.problems).toContain(401);
  });

  test('a GET takes no body', () => {
    if (endpoint.method === 'GET') expect(endpoint.body).toBeUndefined();
  });
});
