// Requests made from the schemas of the API's document: as they should be, and as they should not.
import fc from 'fast-check';
import type {
  DocumentedOperation,
  JsonSchema,
} from '../../apps/server/src/testing/documented-answers.ts';
import { kindAt, type KnownNames } from './known-names.ts';
import {
  ODD_BODIES,
  ODD_QUERIES,
  ODD_SEGMENTS,
  ODD_TEXTS,
  ODD_TYPES,
  ODD_VALUES,
} from './odd-values.ts';

export interface FuzzedRequest {
  readonly url: string;
  readonly type: string | null;
  readonly payload: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

interface Ground {
  readonly names: KnownNames;
  /** A body that the operation takes, where one is known. */
  readonly body: unknown;
}

const DAYS = ['2026-11-25', '2026-01-01', '2025-12-31', '2027-02-28', '1900-02-29', '2099-12-31'];
const INSTANTS = ['2026-11-25T01:00:00.000Z', '2026-12-31T15:59:59.999Z', '1970-01-01T00:00:00Z'];
const UNKNOWN = 'A'.repeat(22);

/** A name of something that is there, of the right kind where its place tells the kind; or of nothing. */
function anyName(place: string, names: KnownNames): fc.Arbitrary<string> {
  const fit = names.get(kindAt(place)) ?? [];
  const others = fc.constantFrom(...(names.get('anything') ?? []), UNKNOWN);
  if (fit.length === 0) return others;
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...fit) },
    { weight: 2, arbitrary: others },
  );
}

/** Values that keep to a schema; texts among them are odd within what it allows. */
export function fitting(
  schema: JsonSchema,
  place: string,
  names: KnownNames,
): fc.Arbitrary<unknown> {
  const within = (part: unknown, name = place) => fitting(part as JsonSchema, name, names);
  if (Array.isArray(schema['anyOf']))
    return fc.oneof(...schema['anyOf'].map((part) => within(part)));
  if (Array.isArray(schema['enum']))
    return fc.constantFrom<unknown>(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fittingNumber(schema);
    case 'string':
      return fittingText(schema, place, names);
    case 'array':
      return fittingList(schema, within);
    case 'object':
      return fittingObject(schema, within);
    default:
      return fc.constantFrom(...ODD_VALUES);
  }
}

function fittingNumber(schema: JsonSchema): fc.Arbitrary<number> {
  const bound = (name: string, otherwise: number) =>
    typeof schema[name] === 'number' ? schema[name] : otherwise;
  const least = bound('minimum', bound('exclusiveMinimum', -1_000_000));
  const most = bound('maximum', Number.MAX_SAFE_INTEGER);
  const step = bound('multipleOf', 1);
  const near = [least, least + step, least + 2 * step, 2026, most].filter(
    (one) => one >= least && one <= most && one % step === 0,
  );
  if (schema['exclusiveMinimum'] !== undefined) return fc.constantFrom((least + most) / 2, most);
  return fc.oneof(
    fc.constantFrom(...near),
    fc
      .integer({ min: Math.ceil(least / step), max: Math.floor(most / step) })
      .map((one) => one * step),
  );
}

/** Of any characters there are, halves among them. */
const anyText = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.nat(0x10ffff), { minLength, maxLength })
    .map((points) => String.fromCodePoint(...points));

const matchers = new Map<string, fc.Arbitrary<string>>();

function matching(pattern: RegExp): fc.Arbitrary<string> {
  const made = matchers.get(pattern.source) ?? fc.stringMatching(pattern);
  matchers.set(pattern.source, made);
  return made;
}

function fittingText(schema: JsonSchema, place: string, names: KnownNames): fc.Arbitrary<string> {
  if (schema['format'] === 'date-time') return fc.constantFrom(...INSTANTS);
  if (schema['format'] === 'uuid') return fc.uuid();
  const pattern = new RegExp(String(schema['pattern'] ?? ''), 'u');
  const [least, most] = [Number(schema['minLength'] ?? 0), Number(schema['maxLength'] ?? 1_000)];
  const fits = (text: string) =>
    pattern.test(text) && [...text].length >= least && [...text].length <= most;
  const texts = [...DAYS, ...ODD_TEXTS, '学习', '学'.repeat(most), 'a'.repeat(least)];
  const known = texts.filter(fits);
  const made =
    /^\^\[\^/.test(pattern.source) || pattern.source === '(?:)'
      ? anyText(least, Math.min(most, least + 40))
      : matching(pattern);
  return fc.oneof(
    { weight: known.length > 0 ? 3 : 0, arbitrary: fc.constantFrom(...known, UNKNOWN) },
    {
      weight: 3,
      arbitrary: anyName(place, names).map((name) => (fits(name) ? name : (known[0] ?? name))),
    },
    { weight: 1, arbitrary: made.map((text) => (fits(text) ? text : (known[0] ?? text))) },
  );
}

type Within = (part: unknown, name?: string) => fc.Arbitrary<unknown>;

function fittingList(schema: JsonSchema, within: Within): fc.Arbitrary<unknown> {
  const { items } = schema;
  if (Array.isArray(items)) return fc.tuple(...items.map((part) => within(part)));
  const minLength = Number(schema['minItems'] ?? 0);
  const maxLength = Math.max(minLength, Math.min(Number(schema['maxItems'] ?? 4), 4));
  const list = { minLength, maxLength };
  return schema['uniqueItems'] === true
    ? fc.uniqueArray(within(items), { ...list, selector: (one) => JSON.stringify(one) })
    : fc.array(within(items), list);
}

function fittingObject(schema: JsonSchema, within: Within): fc.Arbitrary<unknown> {
  const patterned = Object.entries(
    (schema['patternProperties'] ?? {}) as Record<string, unknown>,
  )[0];
  if (patterned)
    return fc.dictionary(fc.constantFrom('a', 'b-1', '1', UNKNOWN), within(patterned[1]), {
      maxKeys: 3,
    });
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>);
  return fc.record(
    Object.fromEntries(properties.map(([name, part]) => [name, within(part, name)])),
    {
      requiredKeys: (schema['required'] ?? []) as string[],
      noNullPrototype: true,
    },
  );
}

/** Every place in a value that something else can be put at. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name])),
  ];
}

/** The same value with something else at one place; `undefined` takes the place away. */
function changedAt(value: unknown, [name, ...rest]: readonly string[], change: unknown): unknown {
  if (name === undefined) return change;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  copy[name] = changedAt(copy[name], rest, change);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

/** A value that does not fit any more, mostly: something odd, something missing or something too much. */
const spoilt = (whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      whole,
      fc.nat(),
      fc.oneof(fc.constantFrom(...ODD_VALUES), fc.constant(undefined)),
      fc.boolean(),
    )
    .map(([value, at, odd, isExtra]) => {
      const places = placesIn(value);
      const place = places[at % places.length] ?? [];
      return changedAt(
        value,
        isExtra && odd !== undefined ? [...place.slice(0, -1), 'surprise'] : place,
        odd,
      );
    });

function bodies(operation: DocumentedOperation, ground: Ground): fc.Arbitrary<string | null> {
  if (operation.method === 'GET') return fc.constant(null);
  if (operation.body === null)
    return fc.oneof(fc.constant(null), fc.constantFrom('{}', ...ODD_BODIES), anyText(0, 40));
  const made = fitting(operation.body, 'body', ground.names);
  const known = ground.body === undefined ? made : fc.constant(ground.body);
  const written = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one) ?? '');
  return fc.oneof(
    { weight: 5, arbitrary: written(made) },
    { weight: 2, arbitrary: written(known) },
    { weight: 3, arbitrary: written(spoilt(fc.oneof(made, known))) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD_BODIES) },
  );
}

function queries({ query }: DocumentedOperation, names: KnownNames): fc.Arbitrary<string> {
  const odd = fc.constantFrom(...ODD_QUERIES);
  if (query.size === 0) return fc.oneof({ weight: 9, arbitrary: fc.constant('') }, odd);
  const values = Object.fromEntries(
    [...query].map(([name, schema]) => [name, fitting(schema, name, names)]),
  );
  const some = fc.subarray([...query.keys()], { maxLength: Math.min(query.size, 3) });
  const made = fc
    .tuple(fc.record(values), some)
    .map(([all, kept]) => writtenQuery(Object.fromEntries(kept.map((name) => [name, all[name]]))));
  const spoiltOne = fc
    .tuple(made, fc.constantFrom(...query.keys()), fc.constantFrom(...ODD_TEXTS))
    .map(([text, name, value]) => `${text}&${writtenQuery({ [name]: value })}`);
  return fc.oneof({ weight: 6, arbitrary: made }, { weight: 2, arbitrary: spoiltOne }, odd);
}

const writtenQuery = (values: Record<string, unknown>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`)
    .join('&');

/** Parameters that say nothing of what they name; the part before them does. */
const NAMELESS = new Set(['id', 'code', 'name', 'title']);

function addresses(operation: DocumentedOperation, names: KnownNames): fc.Arbitrary<string> {
  const parts = operation.path.split('/');
  const made = parts.map((part, at) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    const place = NAMELESS.has(name) ? (parts[at - 1] ?? '') : name;
    const schema = operation.params.get(name) ?? {};
    return fc.oneof(
      { weight: 12, arbitrary: anyName(place, names).map((one) => encodeURIComponent(one)) },
      { weight: 2, arbitrary: fitting(schema, name, names).map(writtenSegment) },
      { weight: 1, arbitrary: fc.constantFrom(...ODD_SEGMENTS) },
    );
  });
  return fc.tuple(...made).map((written) => written.join('/'));
}

const writtenSegment = (value: unknown): string =>
  encodeURIComponent(String(value).toWellFormed().slice(0, 30)).replace(/^\.{0,2}$/, '-');

/** What those who send files in pieces say beside them. */
const PIECES = fc.oneof(
  fc.constantFrom<Record<string, string>>(
    {
      'tus-resumable': '1.0.0',
      'upload-length': '5',
      'upload-metadata': 'filename YS5tcDQ=,kind bGVjdHVyZQ==',
    },
    { 'tus-resumable': '1.0.0', 'upload-offset': '0' },
  ),
  fc.record(
    {
      'tus-resumable': fc.constantFrom('1.0.0', '9', ''),
      'upload-length': fc.constantFrom('5', '-1', '0', 'x', '99999999999999999999'),
      'upload-offset': fc.constantFrom('0', '5', '-1', 'x'),
      'upload-metadata': fc.constantFrom('filename Li4vYQ==', '%', 'a b c', 'a b,a b', ','),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
);

export function requestsOf(
  operation: DocumentedOperation,
  ground: Ground,
): fc.Arbitrary<FuzzedRequest> {
  const takesFile = operation.body === null && operation.answers.has(413);
  const usual = takesFile
    ? fc.constantFrom('application/octet-stream', 'application/offset+octet-stream', null)
    : fc.constant('application/json');
  const type = fc.oneof(
    { weight: 30, arbitrary: usual },
    fc.constantFrom(...ODD_TYPES),
    fc.constant(null),
  );
  return fc
    .record({
      address: addresses(operation, ground.names),
      query: queries(operation, ground.names),
      payload: bodies(operation, ground),
      type,
      headers: takesFile ? PIECES : fc.constant<Record<string, string>>({}),
    })
    .map(({ address, query, payload, type: sent, headers }) => ({
      url: query === '' ? address : `${address}?${query}`,
      payload,
      type: payload === null ? null : sent,
      headers,
    }));
}
