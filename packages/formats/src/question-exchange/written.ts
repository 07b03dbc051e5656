import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { parseMarkdown, visitMarkdown } from '../markdown/parse.ts';
import type { Question } from './question.ts';

/** Questions as a file for another system, and what of them it does not hold, item by item. */
export interface QuestionsWritten {
  readonly text: string;
  readonly notes: readonly LocatedError[];
}

/** A note about one question on its way out. */
export const noteOn = (
  file: string,
  question: Question,
  code: ErrorCode,
  params: Record<string, string | number> = {},
): LocatedError => locatedError(code, file, WHOLE_FILE, { item: question.id, ...params });

/** The pictures that a question shows and that do not go out with it; `taken` do. */
export function pictureNotes(
  file: string,
  question: Question,
  taken: ReadonlySet<string> = new Set(),
): LocatedError[] {
  const names: string[] = [];
  for (const text of [question.stem, question.explanation ?? '']) {
    visitMarkdown(parseMarkdown(text), (node) => {
      if (node.type === 'image') names.push(node.url);
      if (node.type === 'imageReference') names.push(node.alt ?? '');
    });
  }
  const left = names.filter((name) => !taken.has(name));
  return left.map((name) => noteOn(file, question, 'left-image', { name }));
}

/** The tag by which a difficulty comes back (weighted-answers.ts). */
export const tagsOf = ({ tags, difficulty }: Question): string[] =>
  difficulty === null ? [...tags] : [...tags, `难度:${difficulty}`];
