import { MOST_BLANK_CHARACTERS } from '@xueshi/domain';
import type { ErrorCode } from '../error-sentences.ts';
import { letterAt, type Question } from './question.ts';

interface Problem {
  readonly code: ErrorCode;
  readonly params: Record<string, string | number>;
}

/** As the shapes of quiz.yaml have it (course/quiz-shapes.ts). */
const MOST = { stem: 2000, explanation: 2000, option: 500, side: 200, options: 8, blanks: 8 };
const MOST_WORDINGS = 20;
const BLANK = /_{3,}/g;

/** The blanks of a fill-in stem. */
export const blanksIn = (stem: string): number => [...stem.matchAll(BLANK)].length;

/** Why a question cannot stand in a bank, by the rules of quiz.yaml; nothing where it can. */
export function problemsOf(question: Question): Problem[] {
  const problems = textProblems('stem', question.stem, MOST.stem);
  if (question.explanation !== null) {
    problems.push(...textProblems('explanation', question.explanation, MOST.explanation));
  }
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return [...problems, ...listProblems('options', question.options, 2, MOST.option)];
    case 'ordering':
      return [...problems, ...listProblems('steps', question.steps, 3, MOST.option)];
    case 'matching':
      return [...problems, ...pairProblems(question)];
    case 'fill_in':
      return [...problems, ...blankProblems(question)];
    case 'short_answer':
      if (question.guide === null) return problems;
      return [...problems, ...textProblems('guide', question.guide, MOST.explanation)];
    case 'true_false':
      return problems;
  }
}

function textProblems(key: string, text: string, limit: number): Problem[] {
  if (text.trim() === '') return [{ code: 'blank-text', params: { key } }];
  if (text.length > limit) return [{ code: 'too-long', params: { key, limit } }];
  return /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)
    ? [{ code: 'bad-character', params: { character: 'U+0000–U+001F' } }]
    : [];
}

/** As people read: width, case and space do not count (as in course/quiz-items.ts). */
const asRead = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();

function listProblems(
  key: string,
  texts: readonly string[],
  fewest: number,
  longest: number,
): Problem[] {
  const problems = texts.flatMap((text) => textProblems(key, text, longest));
  if (texts.length < fewest) problems.push({ code: 'too-few', params: { key, limit: fewest } });
  if (texts.length > MOST.options) {
    problems.push({ code: 'too-many', params: { key, limit: MOST.options } });
  }
  const seen = new Map<string, number>();
  for (const [at, text] of texts.entries()) {
    const earlier = seen.get(asRead(text));
    if (earlier === undefined) seen.set(asRead(text), at);
    else {
      const params = { first: letterAt(earlier), second: letterAt(at) };
      problems.push({ code: 'options-same', params });
    }
  }
  return problems;
}

function pairProblems({ pairs, extra }: Extract<Question, { kind: 'matching' }>): Problem[] {
  const problems: Problem[] = [];
  if (pairs.length < 2) problems.push({ code: 'too-few', params: { key: 'pairs', limit: 2 } });
  if (pairs.length > 8) problems.push({ code: 'too-many', params: { key: 'pairs', limit: 8 } });
  if (extra.length > 4) problems.push({ code: 'too-many', params: { key: 'extra', limit: 4 } });
  const sides = [pairs.map(({ left }) => left), [...pairs.map(({ right }) => right), ...extra]];
  for (const texts of sides) {
    const seen = new Set<string>();
    for (const text of texts) {
      problems.push(...textProblems('pairs', text, MOST.side));
      if (seen.has(asRead(text))) problems.push({ code: 'sides-same', params: { text } });
      seen.add(asRead(text));
    }
  }
  return problems;
}

function blankProblems({ stem, blanks }: Extract<Question, { kind: 'fill_in' }>): Problem[] {
  const problems = blanks.flatMap((wordings) => [
    ...(wordings.length < 1 ? [{ code: 'no-right-answer', params: {} } as const] : []),
    ...(wordings.length > MOST_WORDINGS
      ? [{ code: 'too-many', params: { key: 'blanks', limit: MOST_WORDINGS } } as const]
      : []),
    ...wordings.flatMap((wording) => textProblems('blanks', wording, MOST_BLANK_CHARACTERS)),
  ]);
  if (blanks.length > MOST.blanks) {
    problems.push({ code: 'too-many', params: { key: 'blanks', limit: MOST.blanks } });
  }
  const inStem = blanksIn(stem);
  if (inStem !== blanks.length) {
    problems.push({ code: 'blanks-count', params: { inStem, given: blanks.length } });
  }
  return problems;
}
