// What the documents claim about the program, compared with the program.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { files, readText, root, sources } from './sources.ts';

const documents = files.filter(
  (file) => file.endsWith('.md') && !file.startsWith('content/') && !file.startsWith('.'),
);
const readmes = ['README.md', 'README.zh-CN.md'];

/** The first cells of a Markdown table's rows that are one piece of code, such as `PORT`. */
const codesInTables = (text: string): string[] =>
  [...text.matchAll(/^\| `([A-Z][A-Z_]+)` /gm)].map(([, name = '']) => name);

const settings = [
  ...new Set(
    [...readText('apps/server/src/platform/config.ts').matchAll(/'([A-Z][A-Z_]{3,})'/g)].map(
      ([, name = '']) => name,
    ),
  ),
];

test('the handbook is there', () => {
  expect(documents).toEqual(
    expect.arrayContaining([
      ...readmes,
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      ...['administer', 'api', 'credit', 'install', 'learn', 'operate'].map(
        (name) => `docs/${name}.md`,
      ),
    ]),
  );
  expect(readText('LICENSE')).toContain('Apache License');
});

test.each([...readmes, 'docs/install.md'])('%s lists exactly the settings there are', (file) => {
  expect(settings).toContain('XUESHI_DATA');
  expect(codesInTables(readText(file)).sort()).toEqual([...settings].sort());
});

test('every command that a document names exists', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) =>
    [
      ...readText(file).matchAll(
        /npm (?:run )?(?:--silent )?(start|test|(?<=run (?:--silent )?)[a-z]+)/g,
      ),
    ].map(([, name = '']) => name),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  for (const file of readmes) {
    const text = readText(file);
    const missing = Object.keys(scripts).filter(
      (name) => !new RegExp(`npm (?:run )?${name}\\b`).test(text),
    );
    expect({ file, missing }).toEqual({ file, missing: [] });
  }
});

test('every link within the project leads somewhere', () => {
  const broken = documents.flatMap((file) =>
    [...readText(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return [];
      const [path = '', anchor] = target.split('#');
      const goal = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(root, goal))) return [`${file}: ${target}`];
      if (anchor === undefined) return [];
      return anchorsOf(goal).includes(anchor) ? [] : [`${file}: ${target}`];
    }),
  );
  expect(broken).toEqual([]);
});

/** Anchors of headings, as the usual renderers make them. */
function anchorsOf(file: string): string[] {
  return [...readText(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

test('every rule that a comment cites is in docs/rules.md', () => {
  const listed = new Set(
    [...readText('docs/rules.md').matchAll(/^\| ([A-Z]+ [A-Z0-9.a-z]+) +\|/gm)].map(
      ([, name = '']) => name,
    ),
  );
  expect(listed.has('DOMAIN 5.4')).toBe(true);
  const cited = sources
    .filter((file) => !file.startsWith('tests/tidy/'))
    .flatMap((file) =>
      [
        ...readText(file).matchAll(
          /\b(DOMAIN|TRUST|DESIGN|STYLE|STACK)(?:\.md)?,? (?:§|decision |rule )?([A-Z]?\d+(?:\.\d+)?[a-z]?)\b/g,
        ),
      ].map(([, book = '', number = '']) => ({ file, name: `${book} ${number}` })),
    );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ name }) => !listed.has(name))).toEqual([]);
});

test('decisions are short and have the three parts', () => {
  const records = files.filter((file) => /^docs\/decisions\/\d{4}-/.test(file));
  expect(records.length).toBeGreaterThanOrEqual(10);
  const index = readText('docs/decisions/README.md');
  for (const file of records) {
    const text = readText(file);
    expect({ file, lines: text.split('\n').length <= 35 }).toEqual({ file, lines: true });
    expect(text).toMatch(/\*\*Context\.\*\*[\s\S]+\*\*Decision\.\*\*[\s\S]+\*\*Consequence\.\*\*/);
    expect(index).toContain(file.replace('docs/decisions/', ''));
  }
});
