import { checkArticle, checkCitations } from './check-text.ts';
import { articleAlone } from './case-study.ts';
import type { QuizItem } from './course-source.ts';
import { readNamedYaml, refuse, type Inspection, type Mention } from './inspection.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES, ItemShapes, QuizShape } from './shapes.ts';
import { checkKind } from './kinds.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

export interface QuizRead {
  passMark: number;
  attempts: number;
  items: QuizItem[];
}

/** Reads a quiz; items are checked one by one, so a malformed one does not hide the others' errors. */
export async function readQuiz(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<QuizRead | null> {
  const document = await readNamedYaml(inspection, name, mention);
  if (document === null) return null;
  const shaped = checkShape(QuizShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const items: QuizItem[] = [];
  const ids = new Set<string>();
  for (const [index, part] of shaped.value.items.entries()) {
    const item = readItem(inspection, document, index, part);
    if (item === null) continue;
    if (ids.has(item.id)) {
      const place = document.placeOf(['items', index, 'id']);
      refuse(inspection, 'id-twice', name, place, { id: item.id });
    }
    ids.add(item.id);
    checkItem(inspection, document, index, item);
    items.push(item);
  }
  const { passMark, attempts } = shaped.value;
  return { passMark, attempts, items };
}

function readItem(
  inspection: Inspection,
  document: YamlDocument,
  index: number,
  part: unknown,
): QuizItem | null {
  const path = ['items', index];
  const kind = checkKind(inspection, document, path, part, ['single', 'multiple', 'true_false']);
  if (kind === null) return null;
  const shaped = checkShape(ItemShapes[kind], document, path, part, EXAMPLES);
  if (shaped.ok) return shaped.value;
  inspection.errors.push(...shaped.errors);
  return null;
}

function checkItem(
  inspection: Inspection,
  document: YamlDocument,
  index: number,
  item: QuizItem,
): void {
  const { file } = document;
  const path = ['items', index];
  if (item.kind !== 'true_false') checkOptions(inspection, document, path, item.options);
  if (item.kind === 'single')
    checkAnswers(inspection, document, [...path, 'answer'], item.options, [item.answer]);
  if (item.kind === 'multiple')
    checkAnswers(inspection, document, [...path, 'answer'], item.options, item.answer);
  if (item.statute !== undefined) {
    const { statute, article } = item.statute;
    const place = document.placeOf([...path, 'statute', 'article']);
    checkArticle(inspection, { statute, article: articleAlone(article) }, file, place);
  }
  for (const key of ['stem', 'explanation'] as const) {
    checkCitations(inspection, item[key], {
      file,
      placeAt: (offset) => document.placeInText([...path, key], offset),
    });
  }
}

const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** Two options are the same when people would read the same: width, case and space do not count. */
function checkOptions(
  inspection: Inspection,
  document: YamlDocument,
  item: Path,
  options: readonly string[],
): void {
  const seen = new Map<string, number>();
  for (const [index, option] of options.entries()) {
    const read = option.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
    const earlier = seen.get(read);
    if (earlier === undefined) {
      seen.set(read, index);
    } else {
      const params = { first: letterOf(earlier), second: letterOf(index) };
      refuse(
        inspection,
        'options-same',
        document.file,
        document.placeOf([...item, 'options', index]),
        params,
      );
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
