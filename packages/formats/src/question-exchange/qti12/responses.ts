// The kinds of response of QTI 1.2 that have a like here.
import type { ItemReading } from '../item-reading.ts';
import { letterAt, type QuestionMatter } from '../question.ts';
import { Trial, type Answers } from '../trial.ts';
import { truthOf, type Choice } from '../truths.ts';
import { tellReading } from '../weighted-answers.ts';
import { childrenOf, findAll, textIn, type XmlMark } from '../../xml/xml.ts';
import { scoreOf12, valuesFor } from './conditions.ts';
import { lineOfMaterial } from './material.ts';

export interface Rules {
  readonly rules: XmlMark;
  /** Whether the item says that only all right answers together earn anything. */
  readonly isWhole: boolean;
}

const identOf = (mark: XmlMark): string => mark.attributes['ident'] ?? '';

const choicesOf = (item: ItemReading, response: XmlMark): Choice[] =>
  findAll(response, 'response_label').map((label) => ({
    identifier: identOf(label),
    text: lineOfMaterial(item, label),
  }));

function scorer({ rules }: Rules, ordered: readonly string[] = []): (answers: Answers) => number {
  const inOrder = new Set(ordered);
  return (answers) => scoreOf12(rules, inOrder, answers);
}

export function choice12(
  item: ItemReading,
  response: XmlMark,
  rules: Rules,
): QuestionMatter | null {
  const identifier = identOf(response);
  const choices = choicesOf(item, response);
  const options = choices.map((each) => each.identifier);
  if (item.refusesMore('options', options.length, 8)) return null;
  const score = scorer(rules);
  const scores = options.map((option) => score(new Map([[identifier, [option]]])));
  const best = Math.max(0, ...scores);
  const right = options[scores.indexOf(best)];
  if (best === 0 || right === undefined) {
    item.refuse('no-right-answer');
    return null;
  }
  new Trial(item, score, new Map([[identifier, [right]]])).compareOne(identifier, options, right);
  const truth = truthOf(choices, right);
  if (truth !== null) return { kind: 'true_false', answer: truth };
  const texts = choices.map(({ text }) => text);
  return { kind: 'single', options: texts, answer: letterAt(options.indexOf(right)) };
}

/** Several are chosen: those that earn most together, without any that adds nothing. */
export function choices12(
  item: ItemReading,
  response: XmlMark,
  rules: Rules,
): QuestionMatter | null {
  const identifier = identOf(response);
  const choices = choicesOf(item, response);
  const options = choices.map((each) => each.identifier);
  if (item.refusesMore('options', options.length, 8)) return null;
  const score = scorer(rules);
  let right: string[] = [];
  let best = 0;
  for (let bits = 1; bits < 1 << Math.min(options.length, 8); bits += 1) {
    const chosen = options.filter((_, at) => (bits & (1 << at)) !== 0);
    const earned = score(new Map([[identifier, chosen]]));
    if (earned > best || (earned === best && best > 0 && chosen.length < right.length)) {
      [right, best] = [chosen, earned];
    }
  }
  const [first] = right;
  if (first === undefined) {
    item.refuse('no-right-answer');
    return null;
  }
  if (!rules.isWhole) {
    const trial = new Trial(item, score, new Map([[identifier, right]]));
    trial.compareSets(identifier, options, right, Infinity);
  }
  const texts = choices.map(({ text }) => text);
  const answer = right.map((each) => letterAt(options.indexOf(each)));
  if (answer.length > 1) return { kind: 'multiple', options: texts, answer };
  item.leave('became-single');
  return { kind: 'single', options: texts, answer: answer[0] ?? '' };
}

export function order12(item: ItemReading, response: XmlMark, rules: Rules): QuestionMatter | null {
  const identifier = identOf(response);
  const choices = choicesOf(item, response);
  const right = valuesFor(rules.rules, identifier);
  const steps = right.map(
    (each) => choices.find((choice) => choice.identifier === each)?.text ?? '',
  );
  if (right.length !== choices.length) {
    item.refuse('scoring-unknown', { detail: 'part of an order' });
    return null;
  }
  const trial = new Trial(item, scorer(rules, [identifier]), new Map([[identifier, right]]));
  trial.compareOrders(identifier, right);
  return { kind: 'ordering', steps };
}

/** Several responses that choose among the same labels: left sides and right sides. */
export function pairs12(
  item: ItemReading,
  responses: readonly XmlMark[],
  rules: Rules,
): QuestionMatter | null {
  if (item.refusesMore('pairs', responses.length, 8)) return null;
  const labels = new Map(
    responses
      .flatMap((response) => choicesOf(item, response))
      .map(({ identifier, text }) => [identifier, text]),
  );
  if (item.refusesMore('extra', labels.size, 12)) return null;
  const score = scorer(rules);
  const right = responses.map((response) => {
    const scores = [...labels.keys()].map(
      (label) => [label, score(new Map([[identOf(response), [label]]]))] as const,
    );
    const best = Math.max(...scores.map(([, earned]) => earned));
    return scores.filter(([, earned]) => earned > 0 && earned === best).map(([label]) => label);
  });
  const taken = right.map(([label = '']) => label);
  if (right.some((found) => found.length !== 1) || new Set(taken).size !== taken.length) {
    item.refuse('match-shape');
    return null;
  }
  const answers = new Map(responses.map((response, at) => [identOf(response), [taken[at] ?? '']]));
  const trial = new Trial(item, score, answers);
  for (const response of responses) {
    trial.comparePart(trial.shareOf(identOf(response), []), responses.length);
  }
  return {
    kind: 'matching',
    pairs: responses.map((response, at) => ({
      left: lineOfMaterial(item, response, false),
      right: labels.get(taken[at] ?? '') ?? '',
    })),
    extra: [...labels].filter(([label]) => !taken.includes(label)).map(([, text]) => text),
  };
}

/** Blanks into which a text or a number is typed. */
export function blanks12(
  item: ItemReading,
  responses: readonly XmlMark[],
  rules: Rules,
): QuestionMatter | null {
  if (item.refusesMore('blanks', responses.length, 8)) return null;
  const range = rangeIn(rules.rules);
  if (range !== null) {
    item.refuse('number-range', { answer: range });
    return null;
  }
  const candidates = responses.map((response) => valuesFor(rules.rules, identOf(response)));
  if (candidates.some((texts) => texts.length === 0)) {
    item.refuse('no-right-answer');
    return null;
  }
  const first = responses.map(
    (response, at) => [identOf(response), (candidates[at] ?? []).slice(0, 1)] as const,
  );
  const trial = new Trial(item, scorer(rules), new Map(first));
  const blanks = responses.map((response, at) => {
    const identifier = identOf(response);
    if (responses.length > 1) trial.comparePart(trial.shareOf(identifier, []), responses.length);
    const wordings = (candidates[at] ?? []).filter((text) => {
      const share = trial.shareOf(identifier, [text]);
      const isRight = trial.isFull(identifier, [text]);
      if (!isRight && share > 0.001) {
        item.scoreOtherwise('score-partial', { answer: text, percent: Math.round(share * 100) });
      }
      return isRight;
    });
    const caseMatters = wordings.some((text) =>
      [text.toUpperCase(), text.toLowerCase()].some((other) => !trial.isFull(identifier, [other])),
    );
    tellReading(item, wordings, caseMatters);
    const isNumber = /^(?:Decimal|Integer|Scientific)$/.test(
      findAll(response, 'render_fib')[0]?.attributes['fibtype'] ?? '',
    );
    return isNumber ? numbersOf(item, wordings) : wordings;
  });
  return { kind: 'fill_in', blanks };
}

/**
 * Blanks that the text names as `[name]`: Canvas lists every right wording as an option and scores the
 * first of them.
 */
export function gaps12(
  item: ItemReading,
  responses: readonly XmlMark[],
  rules: Rules,
): QuestionMatter | null {
  if (item.refusesMore('blanks', responses.length, 8)) return null;
  const wordings = responses.map((response) => choicesOf(item, response));
  const right = responses.map(
    (response, at) =>
      [
        identOf(response),
        (wordings[at] ?? []).slice(0, 1).map(({ identifier }) => identifier),
      ] as const,
  );
  const trial = new Trial(item, scorer(rules), new Map(right));
  for (const response of responses) {
    trial.comparePart(trial.shareOf(identOf(response), []), responses.length);
  }
  const blanks = wordings.map((all) => [...new Set(all.map(({ text }) => text))]);
  for (const all of blanks) tellReading(item, all, false);
  return { kind: 'fill_in', blanks };
}

function numbersOf(item: ItemReading, wordings: readonly string[]): string[] {
  const all = [...new Set(wordings.flatMap((text) => [text, String(Number(text))]))];
  item.leave('number-as-text', { answer: all.join('、') });
  return all;
}

/** A range that is more than one number; null where there is none. */
function rangeIn(rules: XmlMark): string | null {
  const bounds = (scope: XmlMark, ...names: readonly string[]) =>
    childrenOf(scope, ...names).map((mark) => textIn(mark).trim());
  for (const scope of findAll(rules, 'and', 'or', 'conditionvar')) {
    const [low] = bounds(scope, 'vargte', 'vargt');
    const [high] = bounds(scope, 'varlte', 'varlt');
    if (low !== high) return `${low ?? '…'}–${high ?? '…'}`;
  }
  return null;
}
