import ts from 'typescript';
import { expect, test } from 'vitest';
import { files, lineOf, readText, sources, treeOf, walk } from './sources.ts';

const FILE_LINES = 400;
const FUNCTION_LINES = 70;

/** What was larger when the limits came. Each may shrink; none may grow, and none may be added. */
const KNOWN_LONGER_FILES: Readonly<Record<string, number>> = {};
const KNOWN_LONGER_FUNCTIONS: Readonly<Record<string, number>> = {
  "apps/server/src/features/learning/journey.test.ts 'a lecture watched, a reading read, a case decided and a quiz passed arrive in the year and in the unit’s figures'": 77,
  'apps/web/src/lib/features/learning/watching/beat-sender.ts createBeatSender': 132,
};

/** Names that say nothing about what is inside, and names of moves that were never finished. */
const EMPTY_NAME = /^(?:utils?|helpers?|common|managers?|misc|stuff)$/i;
const EMPTY_ENDING = /[-_.](?:utils?|helpers?|managers?|misc|new|old|copy|backup|v\d+)$/i;
const EMPTY_IDENTIFIER = /(?:Utils?|Helpers?|Manager)$/;

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

test('files and folders are named after what is in them', () => {
  const vague = files.filter((file) => {
    if (file.startsWith('content/courses/')) return false;
    const names = file.split('/').map((part) => part.replace(/(?<=.)\.[a-z.]+$/i, ''));
    return names.some((name) => EMPTY_NAME.test(name) || EMPTY_ENDING.test(name));
  });
  expect(vague).toEqual([]);
});

test('what is declared is named after what it does', () => {
  const vague: string[] = [];
  for (const file of sources) {
    const tree = treeOf(file);
    walk(tree, (node) => {
      const declares =
        ts.isFunctionDeclaration(node) ||
        ts.isClassDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isVariableDeclaration(node);
      if (!declares || !node.name || !ts.isIdentifier(node.name)) return;
      if (EMPTY_IDENTIFIER.test(node.name.text))
        vague.push(`${file}:${lineOf(tree, node)} ${node.name.text}`);
    });
  }
  expect(vague).toEqual([]);
});

test(`no file is longer than ${FILE_LINES} lines`, () => {
  const long = new Map(
    sources
      .map((file) => [file, lineCount(readText(file))] as const)
      .filter(([, lines]) => lines > FILE_LINES),
  );
  expectWithin(long, KNOWN_LONGER_FILES);
});

test(`no function is longer than ${FUNCTION_LINES} lines`, () => {
  const long = new Map<string, number>();
  for (const file of sources) {
    const tree = treeOf(file);
    walk(tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || isSuite(node)) return;
      const end = tree.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
      const lines = end - lineOf(tree, node) + 1;
      if (lines > FUNCTION_LINES) long.set(`${file} ${nameOf(node)}`, lines);
    });
  }
  expectWithin(long, KNOWN_LONGER_FUNCTIONS);
});

/** `describe(…, () => { … })` gathers tests: it is a chapter, not a function. */
function isSuite({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}

function nameOf(node: ts.Node): string {
  if ('name' in node && node.name && ts.isIdentifier(node.name as ts.Node)) {
    return (node.name as ts.Identifier).text;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isCallExpression(parent)) {
    const [first] = parent.arguments;
    if (first && ts.isStringLiteralLike(first)) return `'${first.text}'`;
    return `within ${parent.expression.getText()}()`;
  }
  return '(unnamed)';
}

/** Nothing new is too long, nothing known grew, and what became short enough is off the list. */
function expectWithin(
  long: ReadonlyMap<string, number>,
  known: Readonly<Record<string, number>>,
): void {
  const grown = [...long].filter(([name, lines]) => lines > (known[name] ?? 0));
  const done = Object.keys(known).filter((name) => !long.has(name));
  expect({ grown, done }).toEqual({ grown: [], done: [] });
}
