// The document of the API, as programs and people fetch it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../testing/test-installation.ts';

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
interface Document {
  readonly paths: Readonly<
    Record<string, Record<string, { readonly responses: Record<string, Answer> }>>
  >;
  readonly components: {
    readonly schemas: Record<string, { properties: object }>;
    readonly responses: Record<string, Answer>;
  };
}

let here: TestInstallation;
let text: string;
let document: Document;

beforeAll(async () => {
  here = await openTestInstallation({ empty: true });
  text = (await here.app.inject({ url: '/api/openapi.json' })).body;
  document = JSON.parse(text) as Document;
});
afterAll(() => here.close());

const answers = () =>
  Object.values(document.paths).flatMap((path) =>
    Object.values(path).flatMap(({ responses }) => Object.entries(responses)),
  );

test('every refusal of every operation is the one problem document, as it is sent', () => {
  const refusals = answers().filter(([status]) => Number(status) >= 400);
  expect(refusals.length).toBeGreaterThan(1_000);
  for (const [, answer] of refusals)
    expect(answer).toEqual({ $ref: '#/components/responses/Refused' });
  expect(document.components.responses['Refused']?.content).toEqual({
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  });
  expect(document.components.schemas['Problem']?.properties).toMatchObject({
    code: { enum: expect.arrayContaining(['not-found']) as unknown },
  });
});

test('what is not refused says what it is', () => {
  const given = answers().filter(([status]) => status === '200');
  expect(given.length).toBeGreaterThan(100);
  for (const [, { content }] of given) expect(Object.values(content ?? {})).not.toEqual([]);
});

test('a file is not told as JSON', () => {
  const given = document.paths['/api/v1/me/data']?.['get']?.responses['200']?.content;
  expect(given).toEqual({ '*/*': { schema: { type: 'string', format: 'binary' } } });
});

test('what is refused before an operation is reached is told with it', () => {
  const writes = Object.values(document.paths).flatMap(({ get: _, ...others }) =>
    Object.values(others),
  );
  expect(writes.length).toBeGreaterThan(150);
  for (const { responses } of writes)
    for (const status of [400, 403, 413, 415]) expect(responses).toHaveProperty(String(status));
});

test('what a unit is called by stands once', () => {
  const unit = { $ref: '#/components/schemas/OrgUnitRef' };
  expect(text.split(JSON.stringify(unit)).length).toBeGreaterThan(100);
  expect(document.components.schemas['OrgUnitRef']?.properties).toHaveProperty('level');
});

test('every reference leads somewhere', () => {
  const places = [...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(
    ([, place = '']) => place,
  );
  expect(places.length).toBeGreaterThan(0);
  for (const place of new Set(places))
    expect(document.components).toHaveProperty(place.replace('/', '.'));
});

test('a clause of an hour policy stands once, for all categories of all policies', () => {
  expect(document.components.schemas['PolicyClause']?.properties).toHaveProperty('courses');
  expect(text.split('#/components/schemas/PolicyClause').length).toBeGreaterThan(40);
});

test('a phone can open it', () => {
  expect(text.length).toBeLessThan(1_100_000);
});
