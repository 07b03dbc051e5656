import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { LocatedError } from '../../located-error.ts';
import { stepsOf, type Step } from '../write-course.ts';

interface Found {
  readonly line: number;
  readonly column: number;
  readonly path: Step[];
  readonly isKey: boolean;
}

/** Where every key and every value of a text begins. */
function placesIn(text: string): Found[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const found: Found[] = [];
  visit(document, {
    Node(key, node, above) {
      const start = node.range?.[0];
      if (start === undefined || !(isMap(node) || isSeq(node) || isScalar(node))) return;
      const { line, col: column } = lines.linePos(start);
      found.push({ line, column, path: stepsOf([...above, node]), isKey: key === 'key' });
    },
  });
  return found;
}

/** A fault that is about a key within what its place shows. */
const IS_ABOUT_KEY = new Set(['missing-key']);

/**
 * Which field of a form each error in a YAML text is about, as in `items.2.options.0`; null where it is
 * about the text as such. The errors are those of the very text.
 */
export function fieldsOfErrors(text: string, errors: readonly LocatedError[]): (string | null)[] {
  const places = placesIn(text);
  return errors.map(({ code, line, column, params }) => {
    if (code.startsWith('yaml-') || line === null) return null;
    const path = pathAt(places, line, column);
    const key = IS_ABOUT_KEY.has(code) ? params['key'] : undefined;
    return [...path, ...(typeof key === 'string' ? [key] : [])].join('.') || null;
  });
}

function pathAt(places: readonly Found[], line: number, column: number | null): Step[] {
  const here = places.filter((one) => one.line === line && one.column === column);
  // A map begins where its first key does: the value is meant, and of a value left out the key.
  const exact = here.find(({ isKey }) => !isKey) ?? here[0];
  if (exact) return exact.path;
  // Within a block of text only the line is known.
  return places.findLast((one) => one.line <= line && !one.isKey)?.path ?? [];
}
