import { PROBLEM_CODES } from '@xueshi/contracts';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { files, isTest, readText, sources, treeOf, walk } from './sources.ts';

type Catalogue = ReadonlyMap<string, string>;

function readCatalogue(file: string): Catalogue {
  const entries = Object.entries(JSON.parse(readText(file)) as Record<string, string>);
  return new Map(entries.filter(([key]) => key !== '$schema'));
}

const features = files
  .filter((file) => /^packages\/messages\/zh-CN\/[a-z-]+\.json$/.test(file))
  .map((file) => file.replace(/^.*\/|\.json$/g, ''));
const chinese = (feature: string) => readCatalogue(`packages/messages/zh-CN/${feature}.json`);
const english = (feature: string) => readCatalogue(`packages/messages/en/${feature}.json`);
const keys = features.flatMap((feature) => [...chinese(feature).keys()]);

const placeholdersOf = (sentence: string): string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

/** Keys that the program names: `m.some_key`. */
const used = new Set<string>();
for (const file of sources.filter((one) => /^(?:apps|packages)\//.test(one))) {
  // A component's markup names messages too, so the text is searched, not only its script.
  if (file.endsWith('.svelte')) {
    for (const [, key = ''] of readText(file).matchAll(/\bm\s*\.\s*([a-z][a-z0-9_]*)/g))
      used.add(key);
  } else if (!isTest(file)) {
    walk(treeOf(file), (node) => {
      const isMessage = ts.isPropertyAccessExpression(node) && node.expression.getText() === 'm';
      if (isMessage) used.add(node.name.text);
    });
  }
}

test.each(features)('the catalogue %s says the same things in both languages', (feature) => {
  const [zh, en] = [chinese(feature), english(feature)];
  expect([...en.keys()]).toEqual([...zh.keys()]);
  for (const [key, sentence] of zh) {
    expect({ key, placeholders: placeholdersOf(en.get(key) ?? '') }).toEqual({
      key,
      placeholders: placeholdersOf(sentence),
    });
  }
});

test('every catalogue is compiled', () => {
  const settings = JSON.parse(readText('packages/messages/project.inlang/settings.json')) as {
    'plugin.inlang.messageFormat': { pathPattern: string[] };
  };
  const compiled = settings['plugin.inlang.messageFormat'].pathPattern;
  expect([...compiled].sort()).toEqual(
    features.map((feature) => `./{locale}/${feature}.json`).sort(),
  );
});

test('no sentence is empty, and none is in two catalogues', () => {
  for (const feature of features) {
    for (const catalogue of [chinese(feature), english(feature)]) {
      expect([...catalogue].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
    }
  }
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('Chinese sentences use Chinese punctuation', () => {
  const wrong = features.flatMap((feature) =>
    [...chinese(feature)].filter(([, sentence]) =>
      /\p{Script=Han}[,;:?!](?:\s|$|\p{Script=Han})/u.test(sentence),
    ),
  );
  expect(wrong).toEqual([]);
});

test('every refusal of the API has its sentence, and no sentence is for a refusal that does not exist', () => {
  const wanted = PROBLEM_CODES.map((code) => `problem_${code.replaceAll('-', '_')}`);
  expect(keys.filter((key) => key.startsWith('problem_')).sort()).toEqual(wanted.sort());
});

test('every message that is shown exists', () => {
  expect([...used].filter((key) => key.includes('_') && !keys.includes(key))).toEqual([]);
});

test('every message is shown somewhere', () => {
  const rendered = (key: string) => used.has(key) || key.startsWith('problem_');
  expect(keys.filter((key) => !rendered(key))).toEqual([]);
});
