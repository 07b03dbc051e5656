import ts from 'typescript';
import { expect, test } from 'vitest';
import { files, isTest, lineOf, readText, sources, treeOf, walk } from './sources.ts';

/** Where nodes of a kind stand, as `file:line`. */
function placesOf(
  isMeant: (node: ts.Node) => boolean,
  among: readonly string[] = sources,
): string[] {
  const places: string[] = [];
  for (const file of among) {
    const tree = treeOf(file);
    walk(tree, (node) => {
      if (isMeant(node)) places.push(`${file}:${lineOf(tree, node)}`);
    });
  }
  return places;
}

/** Places in texts, as `file:line`. */
function linesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

test('a thing still to do has an issue, or is done', () => {
  // In halves, so that this file does not find itself.
  const marks = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|');
  const texts = files.filter((file) => /\.(?:ts|svelte|cjs|js|css|md|ya?ml|sql)$/.test(file));
  expect(linesWith(new RegExp(`\\b(?:${marks})\\b(?!\\(#\\d+\\))`), texts)).toEqual([]);
});

test('no type is given up with `any`', () => {
  expect(placesOf((node) => node.kind === ts.SyntaxKind.AnyKeyword)).toEqual([]);
});

test('nothing is asserted to be there with `!`', () => {
  expect(placesOf((node) => ts.isNonNullExpression(node))).toEqual([]);
});

test('no error of the type checker is silenced', () => {
  const silencers = ['ignore', 'nocheck', 'expect-error'].join('|');
  expect(linesWith(new RegExp(`@ts-(?:${silencers})`), sources)).toEqual([]);
});

test('SQL is never put together from text', () => {
  const isRaw = (node: ts.Node) =>
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'sql' &&
    node.name.text === 'raw';
  expect(placesOf(isRaw)).toEqual([]);
});

test('only the settings’ reader and those who start programs look at the environment', () => {
  const readers = new Set([
    'apps/server/src/main.ts', // Hands it to the reader.
    'apps/server/src/platform/config.ts',
    'apps/server/src/platform/web-pages.ts', // Sets what the front end's adapter reads.
    'apps/web/src/lib/server/api.ts', // The address of the API while developing the pages.
    'packages/media/src/find-ffmpeg.ts', // Looks along PATH.
    'packages/media/src/run-program.ts', // Passes a chosen few on.
    'packages/media/src/slides/find-office.ts', // Looks along PATH.
  ]);
  const program = sources.filter((file) => /^(?:apps|packages)\//.test(file) && !isTest(file));
  const found = placesOf(
    (node) =>
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'process' &&
      node.name.text === 'env',
    program,
  ).filter((place) => !readers.has(place.replace(/:\d+$/, '')));
  expect(found).toEqual([]);
});

test('rules read no clock and draw no lots', () => {
  const rules = sources.filter((file) => file.startsWith('packages/domain/') && !isTest(file));
  const isImpure = (node: ts.Node) =>
    (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) ||
    (ts.isPropertyAccessExpression(node) &&
      /^(?:Date\.now|Math\.random|performance\.now|crypto\.\w+)$/.test(node.getText()));
  expect(placesOf(isImpure, rules)).toEqual([]);
});
