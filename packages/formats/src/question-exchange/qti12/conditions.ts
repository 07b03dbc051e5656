// The rules of QTI 1.2: conditions that set or add to a score, carried out one after the other.
import type { Answers } from '../trial.ts';
import { childOf, childrenOf, findAll, textIn, type XmlMark } from '../../xml/xml.ts';

/** A condition that is not known here. */
export class UnknownCondition extends Error {}

/** Responses whose order counts. */
export type Ordered = ReadonlySet<string>;

/**
 * The score that answers earn. A condition that holds ends the rules only where it says so itself
 * (`continue="No"`): systems leave it out and mean that scores add up.
 */
export function scoreOf12(rules: XmlMark, ordered: Ordered, answers: Answers): number {
  let score = 0;
  for (const condition of childrenOf(rules, 'respcondition')) {
    const holds = marksIn(childOf(condition, 'conditionvar'));
    if (!isAll(holds, ordered, answers)) continue;
    for (const setting of childrenOf(condition, 'setvar')) {
      const amount = Number(textIn(setting).trim());
      if (Number.isNaN(amount)) throw new UnknownCondition('setvar');
      score = changed(score, setting.attributes['action'] ?? 'Set', amount);
    }
    if (condition.attributes['continue'] === 'No') break;
  }
  return score;
}

function changed(score: number, action: string, amount: number): number {
  switch (action) {
    case 'Set':
      return amount;
    case 'Add':
      return score + amount;
    case 'Subtract':
      return score - amount;
    case 'Multiply':
      return score * amount;
    default:
      throw new UnknownCondition(`setvar ${action.slice(0, 20)}`);
  }
}

const marksIn = (mark: XmlMark | undefined): XmlMark[] =>
  (mark?.children ?? []).filter((child): child is XmlMark => typeof child !== 'string');

function isAll(conditions: readonly XmlMark[], ordered: Ordered, answers: Answers): boolean {
  const equals = conditions.filter(({ name }) => name === 'varequal');
  const others = conditions.filter(({ name }) => name !== 'varequal');
  const byResponse = Map.groupBy(equals, ({ attributes }) => attributes['respident'] ?? '');
  const areEqual = [...byResponse].every(([identifier, values]) => {
    const given = answers.get(identifier) ?? [];
    if (ordered.has(identifier) && values.length > 1) {
      return (
        values.length === given.length && values.every((value, at) => isEqual(value, given[at]))
      );
    }
    // Several texts for one blank are its wordings; several letters of a choice must all be chosen.
    const isTyped = given.length < 2 && values.length > 1 && !values.some(isLetter);
    const has = (value: XmlMark) => given.some((each) => isEqual(value, each));
    return isTyped ? values.some(has) : values.every(has);
  });
  return areEqual && others.every((condition) => isTrue(condition, ordered, answers));
}

/** Set by the reader on the values that name an option. */
const isLetter = ({ attributes }: XmlMark): boolean => attributes['isOption'] === 'true';

function isEqual(value: XmlMark, given: string | undefined): boolean {
  const wanted = textIn(value).trim();
  if (given === undefined) return false;
  if (value.attributes['case'] === 'Yes' || isLetter(value)) return wanted === given.trim();
  return wanted.toLowerCase() === given.trim().toLowerCase();
}

function isTrue(condition: XmlMark, ordered: Ordered, answers: Answers): boolean {
  const inner = marksIn(condition);
  const given = () => answers.get(condition.attributes['respident'] ?? '')?.[0] ?? '';
  const numbers = (): [number, number] => [
    Number(given() || NaN),
    Number(textIn(condition).trim()),
  ];
  switch (condition.name) {
    case 'and':
      return isAll(inner, ordered, answers);
    case 'or':
      return inner.some((each) => isAll([each], ordered, answers));
    case 'not':
      return !isAll(inner, ordered, answers);
    case 'other':
      return true;
    case 'unanswered':
      return given() === '';
    case 'vargte': {
      const [own, bound] = numbers();
      return own >= bound;
    }
    case 'varlte': {
      const [own, bound] = numbers();
      return own <= bound;
    }
    case 'vargt': {
      const [own, bound] = numbers();
      return own > bound;
    }
    case 'varlt': {
      const [own, bound] = numbers();
      return own < bound;
    }
    default:
      throw new UnknownCondition(condition.name.slice(0, 40));
  }
}

/** The values that conditions compare a response with, in their order, each once. */
export const valuesFor = (rules: XmlMark | undefined, identifier: string): string[] => [
  ...new Set(
    findAll(rules, 'varequal')
      .filter(({ attributes }) => attributes['respident'] === identifier)
      .map((value) => textIn(value).trim()),
  ),
];
