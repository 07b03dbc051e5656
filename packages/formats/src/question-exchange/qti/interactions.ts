// The interactions of QTI that have a like here.
import type { ItemReading } from '../item-reading.ts';
import { letterAt, type QuestionMatter } from '../question.ts';
import { lineOfNodes } from '../texts.ts';
import { truthOf, type Choice } from '../truths.ts';
import { tellReading } from '../weighted-answers.ts';
import { childrenOf, type XmlMark } from '../../xml/xml.ts';
import { Trial, type Answers } from '../trial.ts';
import { scoreOf, type Scoring } from './processing.ts';
import { valueOf, type Declaration, type Value } from './values.ts';

const textsOf = (value: Value): string[] => value?.members.map(String) ?? [];

/** Tries out the rules of an item; what its right answers earn are its points. */
function trialOf(item: ItemReading, scoring: Scoring, right: Answers): Trial {
  const score = (answers: Answers) => {
    const values = [...answers].map(([identifier, texts]) => {
      const declared = scoring.responses.get(identifier);
      return [identifier, declared ? valueOf(declared, texts) : null] as const;
    });
    return scoreOf(scoring, new Map(values));
  };
  const trial = new Trial(item, score, right);
  trial.keepPoints();
  return trial;
}

/** The declaration of an interaction's response; null, and the reason noted, where there is none. */
function declarationOf(item: ItemReading, scoring: Scoring, mark: XmlMark): Declaration | null {
  const declared = scoring.responses.get(mark.attributes['responseIdentifier'] ?? '');
  if (declared === undefined) item.refuse('no-right-answer');
  return declared ?? null;
}

const choicesOf = (item: ItemReading, mark: XmlMark, name: string): Choice[] =>
  childrenOf(mark, name).map((choice) => ({
    identifier: choice.attributes['identifier'] ?? '',
    text: lineOfNodes(
      item,
      choice.children.filter((child) => typeof child === 'string' || !/^feedback/.test(child.name)),
    ),
  }));

/** What is right: as declared, else what the mapping values most (for one) or at all. */
function rightOf({ correct, mapping }: Declaration, oneOnly: boolean): string[] {
  if (correct !== null) return textsOf(correct);
  const entries = mapping?.entries.filter(({ value }) => value > 0) ?? [];
  if (!oneOnly) return entries.map(({ key }) => key);
  const best = entries.toSorted((a, b) => b.value - a.value)[0];
  return best ? [best.key] : [];
}

/** The right answers as options; null, and the reason noted, where they are none of them. */
function checkRight(
  item: ItemReading,
  right: readonly string[],
  options: readonly string[],
): boolean {
  const stray = right.find((each) => !options.includes(each));
  if (stray !== undefined) item.refuse('qti-answer', { answer: stray.slice(0, 60) });
  else if (right.length === 0) item.refuse('no-right-answer');
  return stray === undefined && right.length > 0;
}

export function choice(
  item: ItemReading,
  scoring: Scoring,
  mark: XmlMark,
  inline = false,
): QuestionMatter | null {
  const declared = declarationOf(item, scoring, mark);
  if (declared === null) return null;
  const choices = choicesOf(item, mark, inline ? 'inlineChoice' : 'simpleChoice');
  const options = choices.map(({ identifier }) => identifier);
  if (item.refusesMore('options', options.length, 8)) return null;
  const oneOnly = declared.cardinality === 'single';
  const right = rightOf(declared, oneOnly);
  if (!checkRight(item, right, options)) return null;
  const { identifier } = declared;
  const trial = trialOf(item, scoring, new Map([[identifier, right]]));
  const texts = choices.map(({ text }) => text);
  const letters = options.flatMap((each, at) => (right.includes(each) ? [letterAt(at)] : []));
  const most = Number(mark.attributes['maxChoices'] ?? '1') || Infinity;
  if (!oneOnly) trial.compareSets(identifier, options, right, most);
  const [letter = ''] = letters;
  if (letters.length > 1) return { kind: 'multiple', options: texts, answer: letters };
  if (oneOnly) trial.compareOne(identifier, options, right[0] ?? '');
  else item.leave('became-single');
  const truth = inline ? null : truthOf(choices, right[0] ?? '');
  if (truth !== null) return { kind: 'true_false', answer: truth };
  if (mark.attributes['shuffle'] === 'false' && !inline) item.leave('left-order');
  return { kind: 'single', options: texts, answer: letter };
}

export function order(item: ItemReading, scoring: Scoring, mark: XmlMark): QuestionMatter | null {
  const declared = declarationOf(item, scoring, mark);
  if (declared === null) return null;
  const choices = choicesOf(item, mark, 'simpleChoice');
  const right = textsOf(declared.correct);
  if (item.refusesMore('steps', choices.length, 8)) return null;
  if (
    !checkRight(
      item,
      right,
      choices.map(({ identifier }) => identifier),
    )
  )
    return null;
  if (right.length !== choices.length) {
    item.refuse('scoring-unknown', { detail: 'part of an order' });
    return null;
  }
  trialOf(item, scoring, new Map([[declared.identifier, right]])).compareOrders(
    declared.identifier,
    right,
  );
  const steps = right.map(
    (each) => choices.find(({ identifier }) => identifier === each)?.text ?? '',
  );
  return { kind: 'ordering', steps };
}

export function match(item: ItemReading, scoring: Scoring, mark: XmlMark): QuestionMatter | null {
  const declared = declarationOf(item, scoring, mark);
  if (declared === null) return null;
  const [first = [], second = []] = childrenOf(mark, 'simpleMatchSet').map((set) =>
    choicesOf(item, set, 'simpleAssociableChoice'),
  );
  if (item.refusesMore('pairs', first.length, 8) || item.refusesMore('extra', second.length, 12)) {
    return null;
  }
  const pairs = rightOf(declared, false).map((pair) => pair.split(' '));
  const lefts = first.map(({ identifier }) => pairs.filter(([left]) => left === identifier));
  const rights = pairs.map(([, right]) => right);
  const isPlain = lefts.every((of) => of.length === 1) && new Set(rights).size === rights.length;
  if (!isPlain || pairs.length !== first.length) {
    item.refuse('match-shape');
    return null;
  }
  const textOf = (identifier = '') => second.find((each) => each.identifier === identifier);
  const stray = rights.find((right) => textOf(right) === undefined);
  if (stray !== undefined) {
    item.refuse('qti-answer', { answer: stray.slice(0, 60) });
    return null;
  }
  const ordered = lefts.map((of) => of[0] ?? []);
  comparePairs(item, scoring, declared, ordered);
  return {
    kind: 'matching',
    pairs: first.map(({ text }, at) => ({
      left: text,
      right: textOf(ordered[at]?.[1])?.text ?? '',
    })),
    extra: second.filter(({ identifier }) => !rights.includes(identifier)).map(({ text }) => text),
  };
}

/** One pair left out, and two changed round: the others still earn here. */
function comparePairs(
  item: ItemReading,
  scoring: Scoring,
  declared: Declaration,
  pairs: readonly (readonly string[])[],
): void {
  const { identifier } = declared;
  const texts = pairs.map((pair) => pair.join(' '));
  const trial = trialOf(item, scoring, new Map([[identifier, texts]]));
  for (const at of texts.keys()) {
    trial.comparePart(trial.shareOf(identifier, texts.toSpliced(at, 1)), texts.length);
  }
  const wrong = pairs.map(
    ([left = ''], at) => `${left} ${pairs[(at + 1) % pairs.length]?.[1] ?? ''}`,
  );
  if (trial.shareOf(identifier, wrong) < -0.001) item.scoreOtherwise('score-negative');
}

/** Text entries: a blank each. */
export function entries(
  item: ItemReading,
  scoring: Scoring,
  marks: readonly XmlMark[],
): QuestionMatter | null {
  if (item.refusesMore('blanks', marks.length, 8)) return null;
  const declared = marks.map((mark) => declarationOf(item, scoring, mark));
  const known = declared.filter((each) => each !== null);
  if (known.length < declared.length) return null;
  const right = new Map(known.map((each) => [each.identifier, rightOf(each, true).slice(0, 1)]));
  if ([...right.values()].some((texts) => texts.length === 0)) {
    item.refuse('no-right-answer');
    return null;
  }
  const trial = trialOf(item, scoring, right);
  const blanks = known.map((each) => {
    const wordings = wordingsOf(item, trial, each);
    if (known.length > 1) trial.comparePart(trial.shareOf(each.identifier, []), known.length);
    return wordings;
  });
  return { kind: 'fill_in', blanks };
}

/** Every wording that earns all; what earns part, and whether capitals matter, is said. */
function wordingsOf(item: ItemReading, trial: Trial, declared: Declaration): string[] {
  const { identifier, baseType } = declared;
  const keys = declared.mapping?.entries.map(({ key }) => key) ?? [];
  const candidates = [...new Set([...textsOf(declared.correct), ...keys])].slice(0, 100);
  const nothing = trial.shareOf(identifier, []);
  const wordings: string[] = [];
  for (const text of candidates) {
    const share = trial.shareOf(identifier, [text]);
    if (trial.isFull(identifier, [text])) wordings.push(text.trim());
    else if (share > nothing + 0.001) {
      const percent = Math.round(share * 100);
      item.scoreOtherwise('score-partial', { answer: text.slice(0, 60), percent });
    } else if (share < nothing - 0.001) item.scoreOtherwise('score-negative');
  }
  const caseMatters = wordings.some((text) =>
    [text.toUpperCase(), text.toLowerCase()].some((other) => !trial.isFull(identifier, [other])),
  );
  tellReading(item, wordings, caseMatters);
  if (baseType === 'integer' || baseType === 'float') {
    item.leave('number-as-text', { answer: wordings.join('、') });
  }
  return [...new Set(wordings)];
}
