// What the tidy tests read: the project's files, as text and as syntax trees.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

export const root = resolve(import.meta.dirname, '../..');

/** Folders that are made, fetched or hold an installation's data: no part of the project. */
const NOT_OURS = new Set([
  '.git',
  '.svelte-kit',
  '.tools',
  'build',
  'compiled',
  'coverage',
  'data',
  'dist',
  'node_modules',
]);

/** Every file of the project, relative to its root, with forward slashes. */
export const files: readonly string[] = listFiles('');

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : listFiles(path);
    return entry.isFile() && !entry.name.endsWith('.log') ? [path] : [];
  });
}

export const readText = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What is written by hand in a programming language. */
export const sources: readonly string[] = files.filter((file) =>
  /^(?:apps|packages|content\/lecture-maker|tests|scripts)\/.*\.(?:ts|svelte|cjs)$|^[^/]+\.(?:ts|js)$/.test(
    file,
  ),
);

export const isTest = (file: string): boolean =>
  /\.(?:test|fixture)\.ts$|\/testing\/|^tests\/|^packages\/testkit\//.test(file);

const trees = new Map<string, ts.SourceFile>();

/** The syntax tree of a source; of a component, that of its scripts, on the lines where they stand. */
export function treeOf(file: string): ts.SourceFile {
  const known = trees.get(file);
  if (known) return known;
  const text = file.endsWith('.svelte') ? scriptsOf(readText(file)) : readText(file);
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  trees.set(file, tree);
  return tree;
}

/** A component with all but its scripts blanked out. */
function scriptsOf(component: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');
  let at = 0;
  let scripts = '';
  for (const match of component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) {
    const [whole, body = ''] = match;
    const start = match.index + whole.indexOf('>') + 1;
    scripts += blank(component.slice(at, start)) + body;
    at = start + body.length;
  }
  return scripts + blank(component.slice(at));
}

/** Calls `visit` for every node of a tree, parents first. */
export function walk(tree: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, step);
  };
  step(tree);
}

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
