import { checkArticle, checkMarkdown } from './check-text.ts';
import { articleAlone } from './case-study.ts';
import type { ItemFile, MediaFile, QuizItem } from './course-source.ts';
import { findPictures, refuse, type Inspection } from './inspection.ts';
import { checkKind } from './kinds.ts';
import { ItemShapes } from './quiz-shapes.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES } from './shapes.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

const KINDS = [
  'single',
  'multiple',
  'true_false',
  'fill_in',
  'ordering',
  'matching',
  'short_answer',
] as const;

/** A blank of a fill-in stem. */
const BLANK = /_{3,}/g;

/**
 * Reads the items of a quiz or bank; they are checked one by one, so a malformed one does not hide
 * the others' errors.
 */
export async function readItems(
  inspection: Inspection,
  document: YamlDocument,
  parts: readonly unknown[],
  groups: readonly { readonly id: string }[],
): Promise<QuizItem[]> {
  const items: QuizItem[] = [];
  const ids = new Set<string>();
  for (const [index, part] of parts.entries()) {
    const item = await readItem(inspection, document, ['items', index], part, { groups });
    if (item === null) continue;
    if (ids.has(item.id)) {
      const place = document.placeOf(['items', index, 'id']);
      refuse(inspection, 'id-twice', document.file, place, { id: item.id });
    }
    ids.add(item.id);
    items.push(item);
  }
  return items;
}

/** Reads the item at a path; null, and an error noted, when its shape or kind is wrong. */
export async function readItem(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  part: unknown,
  allowed: {
    readonly groups: readonly { readonly id: string }[];
    readonly kinds?: readonly ItemFile['kind'][];
  },
): Promise<QuizItem | null> {
  const kind = checkKind(inspection, document, path, part, allowed.kinds ?? KINDS);
  if (kind === null) return null;
  const shaped = checkShape(ItemShapes[kind], document, path, part, EXAMPLES);
  if (shaped.ok) {
    const images = await checkItem(inspection, document, path, shaped.value, allowed.groups);
    return { ...shaped.value, images };
  }
  inspection.errors.push(...shaped.errors);
  return null;
}

async function checkItem(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  item: ItemFile,
  groups: readonly { readonly id: string }[],
): Promise<MediaFile[]> {
  const { file } = document;
  checkKey(inspection, document, path, item);
  if (item.group !== undefined && !groups.some(({ id }) => id === item.group)) {
    const place = document.placeOf([...path, 'group']);
    refuse(inspection, 'group-unknown', file, place, { id: item.group });
  }
  if (item.statute !== undefined) {
    const { statute, article } = item.statute;
    const place = document.placeOf([...path, 'statute', 'article']);
    checkArticle(inspection, { statute, article: articleAlone(article) }, file, place);
  }
  const stem = await checkItemText(inspection, document, [...path, 'stem'], item.stem);
  const words = [...path, 'explanation'];
  return [...stem, ...(await checkItemText(inspection, document, words, item.explanation))];
}

/** A text of an item: Markdown with citations, and pictures that lie beside the file; given back. */
export async function checkItemText(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  text: string,
): Promise<MediaFile[]> {
  const { file } = document;
  const shown = checkMarkdown(inspection, text.replaceAll(BLANK, '＿＿'), {
    file,
    placeAt: (offset) => document.placeInText(path, offset),
  });
  return findPictures(inspection, file, shown);
}

function checkKey(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  item: ItemFile,
): void {
  switch (item.kind) {
    case 'single':
      checkDifferent(inspection, document, [...path, 'options'], item.options);
      checkAnswers(inspection, document, [...path, 'answer'], item.options, [item.answer]);
      return;
    case 'multiple':
      checkDifferent(inspection, document, [...path, 'options'], item.options);
      checkAnswers(inspection, document, [...path, 'answer'], item.options, item.answer);
      return;
    case 'ordering':
      checkDifferent(inspection, document, [...path, 'steps'], item.steps);
      return;
    case 'matching':
      checkPairs(inspection, document, path, item);
      return;
    case 'fill_in': {
      const inStem = [...item.stem.matchAll(BLANK)].length;
      if (inStem === item.blanks.length) return;
      const place = document.placeOf([...path, 'blanks']);
      const params = { inStem, given: item.blanks.length };
      refuse(inspection, 'blanks-count', document.file, place, params);
      return;
    }
    case 'true_false':
    case 'short_answer':
  }
}

const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** Two options are the same when people would read the same: width, case and space do not count. */
const asRead = (option: string): string =>
  option.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();

function checkDifferent(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  options: readonly string[],
): void {
  const seen = new Map<string, number>();
  for (const [index, option] of options.entries()) {
    const earlier = seen.get(asRead(option));
    if (earlier === undefined) {
      seen.set(asRead(option), index);
    } else {
      const params = { first: letterOf(earlier), second: letterOf(index) };
      const place = document.placeOf([...path, index]);
      refuse(inspection, 'options-same', document.file, place, params);
    }
  }
}

/** Right-hand sides are all different, or two letters would be right for one left-hand side. */
function checkPairs(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  item: Extract<ItemFile, { kind: 'matching' }>,
): void {
  const { pairs, extra = [] } = item;
  const sides = [
    pairs.map(({ left }, at) => ({ text: left, at: [...path, 'pairs', at, 'left'] })),
    [
      ...pairs.map(({ right }, at) => ({ text: right, at: [...path, 'pairs', at, 'right'] })),
      ...extra.map((text, at) => ({ text, at: [...path, 'extra', at] })),
    ],
  ];
  for (const texts of sides) {
    const seen = new Set<string>();
    for (const { text, at } of texts) {
      if (seen.has(asRead(text)))
        refuse(inspection, 'sides-same', document.file, document.placeOf(at), { text });
      seen.add(asRead(text));
    }
  }
}

function checkAnswers(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  options: readonly string[],
  answers: readonly string[],
): void {
  const letters = new Set(options.map((_, index) => letterOf(index)));
  const given = new Set<string>();
  for (const [index, answer] of answers.entries()) {
    // A single answer stands at the path itself, one of several at its index.
    const place = document.placeOf([...path, index]);
    if (!letters.has(answer))
      refuse(inspection, 'answer-unknown', document.file, place, { answer });
    if (given.has(answer)) refuse(inspection, 'answer-twice', document.file, place, { answer });
    given.add(answer);
  }
}
