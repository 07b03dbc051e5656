// Who may import whom (docs/decisions/0011-rooms-and-doors.md), held on the sources themselves.
import { expect, test } from 'vitest';
import { cyclesOf, featureOf, imports, roomOf, type Import } from './imports.ts';
import { isTest, sources } from './sources.ts';

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  messages: [],
  contracts: ['domain'],
  database: ['domain'],
  media: ['domain'],
  formats: ['domain'],
  testkit: ['domain', 'database'],
  server: ['contracts', 'database', 'domain', 'formats', 'media', 'messages'],
  web: ['contracts', 'domain', 'messages'],
  'lecture-maker': ['formats', 'media'],
  scripts: [],
};

/**
 * Features that know each other both ways. The list may only shrink. The learning page shows the state
 * of quiz and case, which complete the lesson; the first administrator is a person with an account.
 */
const KNOWN_CYCLES = ['accounts people', 'assessment cases learning'];

const ours = imports.filter((one) => one.to !== null);
const program = ours.filter((one) => !isTest(one.from));
const say = ({ from, line, specifier }: Import) => `${from}:${line} imports ${specifier}`;
const offending = (isWrong: (one: Import, to: string) => boolean) =>
  program.filter((one) => isWrong(one, one.to ?? '')).map(say);

test('the graph is read at all: the server starts features, and features use packages', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(program.some((one) => one.from.endsWith('/app.ts') && featureOf(one.to ?? ''))).toBe(true);
  expect(program.some((one) => featureOf(one.from) && roomOf(one.to ?? '') === 'domain')).toBe(
    true,
  );
});

test('a room imports only the rooms below it', () => {
  expect(
    offending(({ from }, to) => {
      const [room, target] = [roomOf(from), roomOf(to)];
      return room !== target && MAY_IMPORT[room]?.includes(target) === false;
    }),
  ).toEqual([]);
  expect([...new Set(sources.filter((file) => file.includes('/')).map(roomOf))].sort()).toEqual(
    [...Object.keys(MAY_IMPORT), 'tests'].sort(),
  );
});

test('rooms are entered by their package names, not by paths', () => {
  expect(
    ours
      .filter(
        ({ from, to, specifier }) => specifier.startsWith('.') && roomOf(from) !== roomOf(to ?? ''),
      )
      .filter(({ from }) => !from.startsWith('tests/'))
      .map(say),
  ).toEqual([]);
});

test('another feature is entered by its service only', () => {
  expect(
    offending(({ from }, to) => {
      const [own, other] = [featureOf(from), featureOf(to)];
      return (
        own !== null && other !== null && own !== other && !to.endsWith(`/${other}/service.ts`)
      );
    }),
  ).toEqual([]);
});

test('the rows of a feature are reached through the feature', () => {
  expect(
    offending(
      ({ from }, to) =>
        to.endsWith('/store.ts') && featureOf(to) !== null && featureOf(from) === null,
    ),
  ).toEqual([]);
});

test('the platform knows no feature, and a feature does not know who starts it', () => {
  expect(
    offending(({ from }, to) => {
      const above = /^apps\/server\/src\/(?:app|main|installation|commands|testing)/.test(to);
      if (from.startsWith('apps/server/src/platform/')) return above || featureOf(to) !== null;
      return featureOf(from) !== null && above;
    }),
  ).toEqual([]);
});

test('features do not go round in circles, but for the known ones', () => {
  const edges = program.flatMap(({ from, to }) => {
    const [own, other] = [featureOf(from), featureOf(to ?? '')];
    return own && other ? [[own, other] as const] : [];
  });
  expect(cyclesOf(edges).map((group) => group.join(' '))).toEqual(KNOWN_CYCLES);
});

test('no module of a package waits for itself', () => {
  const edges = program
    .filter(({ from, typesOnly }) => from.startsWith('packages/') && !typesOnly)
    .map(({ from, to }) => [from, to ?? ''] as const);
  expect(cyclesOf(edges)).toEqual([]);
});

test('in the browser, contracts are types and nothing more', () => {
  const onServer = /\/lib\/server\/|\.server\.ts$|\/\+server\.ts$/;
  expect(
    offending(
      ({ from, typesOnly }, to) =>
        roomOf(from) === 'web' && !onServer.test(from) && !typesOnly && roomOf(to) === 'contracts',
    ),
  ).toEqual([]);
});

test('interface primitives know no product: no feature, no message, no request', () => {
  expect(
    imports
      .filter(({ from }) => from.startsWith('apps/web/src/lib/ui/') && !isTest(from))
      .filter(({ to, specifier }) =>
        to === null
          ? !/^svelte(?:\/|$)|^\./.test(specifier)
          : !to.startsWith('apps/web/src/lib/ui/'),
      )
      .map(say),
  ).toEqual([]);
});

test('what is made for tests is used by tests only', () => {
  expect(offending((_one, to) => isTest(to))).toEqual([]);
});

test('nobody is left whom nobody calls', () => {
  const called = new Set(ours.map((one) => one.to));
  const entrances =
    /\.test\.ts$|\.d\.ts$|^[^/]+$|^scripts\/|\/main\.ts$|\/index\.ts$|\.config\.ts$|\/routes\/.*\+|hooks(?:\.server)?\.ts$|\/compile\.ts$|-worker\.ts$|lecture-maker\/make\.ts$|^tests\/(?:e2e\/global-setup|property-seed|data-templates)\.ts$|^tests\/load\/|^packages\/messages\/src\/server\.ts$/;
  expect(sources.filter((file) => !called.has(file) && !entrances.test(file))).toEqual([]);
});
