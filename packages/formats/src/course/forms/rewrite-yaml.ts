// A changed value into a text that people may have written themselves: what did not change keeps its
// comments, its quotes and its place.
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  Pair,
  parseDocument,
  Scalar,
  YAMLMap,
  YAMLSeq,
  type Node,
} from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import { readYaml, type YamlRead } from '../yaml-document.ts';
import { matchedPlaces } from './matched-places.ts';

/** Plain data, as a file holds it. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

type YamlRecord = Readonly<Record<string, YamlValue>>;

const ONE_LINE = { lineWidth: 0 } as const;

/**
 * The text with `value` in place of what it says. A text that says the same already is given back as
 * it is; of another, the parts that stay keep their comments. A text that is no YAML is written anew.
 * `read` is the text as it was read, where it was.
 */
export function rewriteYaml(
  text: string,
  value: YamlValue,
  read: YamlRead = readYaml('text', text),
): string {
  const clean = cleaned(value);
  if (read.ok && isDeepStrictEqual(read.document.value, clean)) return text;
  if (read.ok) {
    const document = parseDocument(text, { uniqueKeys: false, stringKeys: true });
    const rewritten = written(document, merged(document, document.contents, clean));
    if (saysSame(rewritten, clean)) return rewritten;
  }
  // Comments in odd places may mean something else once they are moved; the value comes first.
  const document = new Document();
  return written(document, merged(document, null, clean));
}

function written(document: Document, contents: Node): string {
  document.contents = contents;
  return document.toString(ONE_LINE);
}

function saysSame(text: string, value: YamlValue): boolean {
  const read = readYaml('text', text);
  return read.ok && isDeepStrictEqual(read.document.value, value);
}

/** Without what no file may hold: control characters and halves of characters. */
function cleaned(value: YamlValue): YamlValue {
  if (typeof value === 'string') {
    return value
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F]|\p{Surrogate}/gu, '');
  }
  if (isList(value)) return value.map(cleaned);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cleaned(each)]));
}

const isList = (value: unknown): value is readonly YamlValue[] => Array.isArray(value);
const isRecord = (value: unknown): value is YamlRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The node that says `value`: the old one where it can be kept or mended, else a new one. */
function merged(document: Document, node: unknown, value: YamlValue): Node {
  if (isRecord(value)) {
    const map = isMap(node) ? node : new YAMLMap();
    mergeMap(document, map, value);
    return map;
  }
  if (isList(value)) {
    const list = isSeq(node) ? node : new YAMLSeq();
    mergeList(document, list, value);
    return list;
  }
  if (!isScalar(node)) return scalarOf(value);
  if (node.value === value) return node;
  const { comment, commentBefore, spaceBefore } = node;
  return Object.assign(scalarOf(value), { comment, commentBefore, spaceBefore });
}

/** Lines of nothing but spaces would be lost in a block. */
const FRAGILE = /^\s|\n[^\S\n]+(?:\n|$)|\n\n$/;

function scalarOf(value: string | number | boolean | null): Scalar {
  const scalar = new Scalar(value);
  if (typeof value === 'string' && value.includes('\n') && FRAGILE.test(value))
    scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function mergeMap(document: Document, map: YAMLMap, value: YamlRecord): void {
  const keyOf = (pair: Pair) => String(isScalar(pair.key) ? pair.key.value : pair.key);
  const wanted = Object.keys(value);
  map.items = map.items.filter((pair) => wanted.includes(keyOf(pair)));
  for (const [at, key] of wanted.entries()) {
    const pair = map.items.find((one) => keyOf(one) === key);
    const each = value[key] ?? null;
    if (pair) {
      pair.value = merged(document, pair.value, each);
      continue;
    }
    // Beside the key that stands before it, as the format has them in order.
    const before = wanted.slice(0, at);
    const place = map.items.findLastIndex((one) => before.includes(keyOf(one)));
    map.items.splice(place + 1, 0, new Pair(new Scalar(key), merged(document, null, each)));
  }
}

/** Each element takes over the node that said the same, or that has its id, or that stood there. */
function mergeList(document: Document, list: YAMLSeq, value: readonly YamlValue[]): void {
  const old = list.items.map((node) => plain(document, node));
  const places = matchedPlaces(value, old);
  list.items = value.map((each, at) => merged(document, list.items[places[at] ?? -1], each));
}

const plain = (document: Document, node: unknown): unknown =>
  isMap(node) || isSeq(node) || isScalar(node) ? node.toJS(document) : null;
