// Answers with a weight each, per cent of the points: how Moodle and its GIFT files score.
import type { ItemReading } from './item-reading.ts';
import { letterAt, type QuestionMatter } from './question.ts';

export interface WeightedAnswer {
  readonly text: string;
  /** Per cent, −100 … 100. */
  readonly weight: number;
}

const FULL = 99.9;

/**
 * A choice: with `oneOnly` one option is chosen and earns its weight, else the weights of all chosen
 * ones add up. null, and the reason noted, where no question of ours can mean the same.
 */
export function choiceOf(
  item: ItemReading,
  answers: readonly WeightedAnswer[],
  oneOnly: boolean,
): QuestionMatter | null {
  const options = answers.map(({ text }) => text);
  const right = answers.flatMap(({ weight }, at) =>
    (oneOnly ? weight >= FULL : weight > 0) ? [letterAt(at)] : [],
  );
  const [first] = right;
  if (first === undefined) {
    item.refuse('no-right-answer');
    return null;
  }
  if (oneOnly) {
    if (right.length > 1) {
      item.refuse('several-right', { count: right.length });
      return null;
    }
    tellPartial(item, answers);
    return { kind: 'single', options, answer: first };
  }
  if (right.length === 1) {
    item.leave('became-single');
    return { kind: 'single', options, answer: first };
  }
  item.scoreOtherwise('score-whole');
  return { kind: 'multiple', options, answer: right };
}

/** Weights between nothing and all are not kept here. */
function tellPartial(item: ItemReading, answers: readonly WeightedAnswer[]): void {
  for (const { text, weight } of answers) {
    if (weight > 0 && weight < FULL) {
      item.scoreOtherwise('score-partial', { answer: text.slice(0, 60), percent: weight });
    }
    if (weight < 0) item.scoreOtherwise('score-negative');
  }
}

/** A blank in which a text is typed; `*` in an answer stands for anything, `\*` for itself. */
export function typedOf(
  item: ItemReading,
  answers: readonly WeightedAnswer[],
  caseMatters = false,
): QuestionMatter | null {
  const full = answers.filter(({ weight }) => weight >= FULL);
  const pattern = full.find(({ text }) => /(?<!\\)\*/.test(text));
  if (pattern !== undefined) {
    item.refuse('answer-pattern', { answer: pattern.text.slice(0, 60) });
    return null;
  }
  if (full.length === 0) {
    item.refuse('no-right-answer');
    return null;
  }
  tellPartial(item, answers);
  const wordings = [...new Set(full.map(({ text }) => text.replaceAll('\\*', '*')))];
  tellReading(item, wordings, caseMatters);
  return { kind: 'fill_in', blanks: [wordings] };
}

/** Says where we read typed answers more kindly than the source: capitals and marks around them. */
export function tellReading(
  item: ItemReading,
  wordings: readonly string[],
  caseMatters: boolean,
): void {
  if (caseMatters && wordings.some((text) => text.toLowerCase() !== text.toUpperCase())) {
    item.scoreOtherwise('score-case');
  }
  const marked = wordings.find(
    (text) => /^(?!-\d)\p{P}|\p{P}$/u.test(text) && /[^\p{P}]/u.test(text),
  );
  if (marked !== undefined) item.scoreOtherwise('score-marks', { answer: marked.slice(0, 60) });
}

export interface NumberAnswer {
  readonly low: number;
  readonly high: number;
  /** As it is written. */
  readonly text: string;
  readonly weight: number;
}

/** A number that is typed; only one that stands for itself alone can be a blank's wording. */
export function numberOf(
  item: ItemReading,
  answers: readonly NumberAnswer[],
): QuestionMatter | null {
  const full = answers.filter(({ weight }) => weight >= FULL);
  const range = full.find(({ low, high }) => low !== high);
  if (range !== undefined) {
    item.refuse('number-range', { answer: range.text });
    return null;
  }
  if (full.length === 0) {
    item.refuse('no-right-answer');
    return null;
  }
  for (const { text, weight } of answers) {
    if (weight > 0 && weight < FULL) {
      item.scoreOtherwise('score-partial', { answer: text, percent: weight });
    }
  }
  const wordings = [...new Set(full.flatMap(({ text, low }) => [text, String(low)]))];
  item.leave('number-as-text', { answer: wordings.join('、') });
  return { kind: 'fill_in', blanks: [wordings] };
}

/** A stem with the one blank that its answer is typed into: at its end where it has none. */
export function withBlank(stem: string): string {
  return /_{3,}/.test(stem) ? stem : `${stem} ____`;
}

/** Points as the source has them: whole ones from 1 to 100 are kept. */
export function readPoints(item: ItemReading, given: string): void {
  const points = Number(given);
  if (given.trim() === '' || points === 1) return;
  if (Number.isInteger(points) && points >= 1 && points <= 100) item.points = points;
  else item.leave('left-points', { points: given.trim().slice(0, 20) });
}

/** A tag that says how hard an item is; we write it so, and Chinese banks do. */
const DIFFICULTY = /^(?:难度|difficulty)\s*[:：=-]?\s*([123])$/i;

/** Tags that ours can be: up to 8, of 12 characters at most; one may say the difficulty. */
export function readTags(item: ItemReading, tags: readonly string[]): void {
  for (const tag of new Set(tags.map((each) => each.trim()).filter((each) => each !== ''))) {
    const level = DIFFICULTY.exec(tag)?.[1];
    if (level !== undefined) item.difficulty = level === '1' ? 1 : level === '2' ? 2 : 3;
    else if (tag.length > 12 || item.tags.length >= 8)
      item.leave('left-tag', { tag: tag.slice(0, 60) });
    else item.tags.push(tag);
  }
}
