import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair, ParsedNode, YAMLError, YAMLMap } from 'yaml';
import { locatedError, type LocatedError, type Place } from '../located-error.ts';

/** The way from the root of a document to a value: keys and (from 0) indexes. */
export type Path = readonly (string | number)[];

/** A YAML (or JSON) document whose values know where they were written. */
export interface YamlDocument {
  file: string;
  /** Plain data without aliases, duplicate keys or control characters. */
  value: unknown;
  /** Where the value at a path is written; the nearest parent's place when it is not there. */
  placeOf(path: Path): Place;
  /** Where the key that leads to the value at a path is written. */
  placeOfKey(path: Path): Place;
  /** Where a position inside a text value is written; exact to the line in block scalars (`|`). */
  placeInText(path: Path, offset: number): Place;
}

export type YamlRead = { ok: true; document: YamlDocument } | { ok: false; errors: LocatedError[] };

/** A malformed file can have thousands of consequences; the first few say what to mend. */
const MAX_SYNTAX_ERRORS = 10;

/**
 * Reads one YAML 1.2 document. Refused with their places: malformed YAML, unknown tags, keys given
 * twice, control characters, and every alias (so that a small file cannot grow without bound).
 * The text's size is bounded by the caller. Never throws.
 */
export function readYaml(file: string, text: string): YamlRead {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    // Checked below instead: the parser's own check takes quadratic time.
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const syntax = [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_ERRORS);
  if (syntax.length > 0)
    return {
      ok: false,
      errors: syntax.map((each) => syntaxError(file, each, lines)),
    };
  const errors = contentErrors(file, document, lines);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, document: withPlaces(file, document, lines) };
}

function syntaxError(file: string, error: YAMLError, lines: LineCounter): LocatedError {
  const detail =
    error.code === 'IMPOSSIBLE' ? error.message : error.code.toLowerCase().replaceAll('_', ' ');
  return locatedError('yaml-syntax', file, placeAt(lines, error.pos[0]), {
    detail,
  });
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  // The counter answers 0 for an offset before the first line, as in an empty file.
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function contentErrors(
  file: string,
  document: Document.Parsed,
  lines: LineCounter,
): LocatedError[] {
  const errors: LocatedError[] = [];
  const placeOf = (node: Node): Place => placeAt(lines, node.range?.[0] ?? 0);
  visit(document, {
    Alias: (_, alias) => {
      errors.push(
        locatedError('yaml-alias', file, placeOf(alias), {
          alias: alias.source,
        }),
      );
    },
    Map: (_, map) => {
      for (const key of keysGivenTwice(map)) {
        errors.push(
          locatedError('yaml-duplicate-key', file, placeOf(key.node), {
            key: key.name,
          }),
        );
      }
    },
    Scalar: (_, scalar) => {
      const character = typeof scalar.value === 'string' ? badCharacterIn(scalar.value) : null;
      if (character !== null) {
        errors.push(locatedError('bad-character', file, placeOf(scalar), { character }));
      }
    },
  });
  return errors;
}

function keysGivenTwice(map: YAMLMap): { name: string; node: Node }[] {
  const seen = new Set<string>();
  const twice: { name: string; node: Node }[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    if (seen.has(name)) twice.push({ name, node: key });
    seen.add(name);
  }
  return twice;
}

/** NUL and other control characters, and halves of characters, by their code point; else null. */
function badCharacterIn(text: string): string | null {
  const found = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]|\p{Surrogate}/u.exec(text)?.[0];
  if (found === undefined) return null;
  return `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function withPlaces(file: string, document: Document.Parsed, lines: LineCounter): YamlDocument {
  const placeOf = (path: Path): Place => {
    const { key, value } = find(document.contents, path);
    // A value left out (`title:`) has no text of its own; its key has.
    const shown =
      value !== null && !(isScalar(value) && value.source === '') ? value : (key ?? value);
    return placeAt(lines, shown?.range?.[0] ?? 0);
  };
  return {
    file,
    value: document.toJS(),
    placeOf,
    placeOfKey: (path) => {
      const { key, value } = find(document.contents, path);
      return placeAt(lines, (key ?? value)?.range?.[0] ?? 0);
    },
    placeInText: (path, offset) => {
      const { value } = find(document.contents, path);
      const place = placeOf(path);
      if (!isScalar(value) || value.type !== 'BLOCK_LITERAL' || place.line === null) return place;
      const before = String(value.value).slice(0, offset).split('\n').length - 1;
      return { line: place.line + 1 + before, column: null };
    },
  };
}

/** The value at a path and its key; where the path breaks off, the last value found. */
function find(root: ParsedNode | null, path: Path): { key: Node | null; value: Node | null } {
  let key: Node | null = null;
  let value: Node | null = root;
  for (const step of path) {
    if (isMap(value)) {
      const pair: Pair | undefined = value.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === step,
      );
      if (pair === undefined) break;
      key = isScalar(pair.key) ? pair.key : null;
      value = isNodeOrNull(pair.value);
    } else if (isSeq(value) && typeof step === 'number') {
      key = null;
      value = isNodeOrNull(value.items[step]);
    } else {
      break;
    }
  }
  return { key, value };
}

function isNodeOrNull(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}
