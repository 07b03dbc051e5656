// The import graph of the sources: who imports whom, and whether for its types only.
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { files, lineOf, sources, treeOf, walk } from './sources.ts';

export interface Import {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** The file imported; null for what is not ours or is made by a tool. */
  readonly to: string | null;
  readonly typesOnly: boolean;
}

const known = new Set(files);

export const imports: readonly Import[] = sources.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const tree = treeOf(file);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: string, typesOnly: boolean) =>
    found.push({
      from: file,
      line: lineOf(tree, node),
      specifier,
      to: resolveSpecifier(file, specifier),
      typesOnly,
    });
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node, node.moduleSpecifier.text, importsTypesOnly(node.importClause));
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node, node.moduleSpecifier.text, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteral(first)) add(node, first.text, false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      const { literal } = node.argument;
      if (ts.isStringLiteral(literal)) add(node, literal.text, true);
    }
  });
  return found;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false; // `import './x.css'` runs it.
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.every((element) => element.isTypeOnly);
}

function resolveSpecifier(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return existing(normalize(join(dirname(from), specifier)));
  if (specifier.startsWith('#lib/')) return existing(`apps/web/src/lib/${specifier.slice(5)}`);
  const [, name, inside] = /^@xueshi\/([a-z]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (!name) return null;
  const folder = name === 'server' ? 'apps/server/src' : `packages/${name}/src`;
  return existing(`${folder}/${inside ?? 'index'}.ts`);
}

function existing(path: string): string | null {
  return [path, `${path}.ts`].find((candidate) => known.has(candidate)) ?? null;
}

/** The room of a file: a package's name, `server`, `web`, `lecture-maker`, `scripts` or `tests`. */
export function roomOf(file: string): string {
  const [first = '', second] = file.split('/');
  // What configures the tools lies at the root.
  if (second === undefined) return 'root';
  if (first === 'content') return 'lecture-maker';
  return first === 'packages' || first === 'apps' ? second : first;
}

/** The feature of the server that a file belongs to, or null. */
export const featureOf = (file: string): string | null =>
  /^apps\/server\/src\/features\/([^/]+)\//.exec(file)?.[1] ?? null;

/** `a → b` groups that can reach one another: each is a cycle, its members sorted. */
export function cyclesOf(edges: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from === to) continue;
    const targets = next.get(from) ?? new Set<string>();
    next.set(from, targets.add(to));
  }
  const reach = new Map([...next.keys()].map((start) => [start, reachable(next, start)]));
  const groups = new Map<string, string[]>();
  for (const [start, seen] of reach) {
    if (!seen.has(start)) continue;
    const group = [...seen].filter((other) => reach.get(other)?.has(start)).sort();
    groups.set(group.join(' '), group);
  }
  return [...groups.values()].sort();
}

function reachable(next: ReadonlyMap<string, ReadonlySet<string>>, start: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [...(next.get(start) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(next.get(node) ?? []));
  }
  return seen;
}
