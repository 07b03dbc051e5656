// Response processing: the rules by which an item of QTI scores. They are carried out, not guessed at,
// so that it can be told whether every answer earns the same here.
import { textIn, type XmlMark } from '../../xml/xml.ts';
import { mapped, scalarOf, type Declaration, type Scalar, type Value } from './values.ts';

/** A rule or an expression that is not known here. */
export class UnknownRule extends Error {}

export interface Scoring {
  /** null where the item has no rules: what is declared correct earns one point. */
  readonly rules: XmlMark | null;
  readonly responses: ReadonlyMap<string, Declaration>;
  /** What outcomes are before any rule. */
  readonly outcomes: ReadonlyMap<string, Value>;
}

interface Run {
  readonly scoring: Scoring;
  readonly answers: ReadonlyMap<string, Value>;
  readonly outcomes: Map<string, Value>;
}

const one = (member: Scalar): Value => ({ cardinality: 'single', members: [member] });

/**
 * The SCORE that answers earn, by response. Throws `UnknownRule` where the item scores by a rule that
 * is not known here.
 */
export function scoreOf(scoring: Scoring, answers: ReadonlyMap<string, Value>): number {
  const run: Run = { scoring, answers, outcomes: new Map(scoring.outcomes) };
  if (scoring.rules === null) return byTemplate(run, 'match_correct');
  const template = scoring.rules.attributes['template'];
  if (template !== undefined && template !== '' && marksIn(scoring.rules).length === 0) {
    return byTemplate(run, template.replace(/^.*\//, '').replace(/\.xml$/, ''));
  }
  carryOut(run, marksIn(scoring.rules));
  return numberIn(run.outcomes.get('SCORE') ?? null) ?? 0;
}

function byTemplate({ scoring, answers }: Run, template: string): number {
  const declared = scoring.responses.get('RESPONSE') ?? [...scoring.responses.values()][0];
  if (declared === undefined) throw new UnknownRule('no response');
  const answer = answers.get(declared.identifier) ?? null;
  if (/^(?:match_correct|CC2_match_basic|CC2_match)$/.test(template)) {
    return isSame(answer, declared.correct) ? 1 : 0;
  }
  if (/^(?:map_response|CC2_map_response)$/.test(template)) {
    return answer === null ? 0 : mapped(declared, answer);
  }
  throw new UnknownRule(template);
}

const marksIn = (mark: XmlMark): XmlMark[] =>
  mark.children.filter((child): child is XmlMark => typeof child !== 'string');

/** false once the rules say that they end here. */
function carryOut(run: Run, rules: readonly XmlMark[]): boolean {
  for (const rule of rules) {
    switch (rule.name) {
      case 'setOutcomeValue':
        run.outcomes.set(rule.attributes['identifier'] ?? '', operand(run, rule, 0));
        break;
      case 'responseCondition': {
        const branch = marksIn(rule).find(
          (each) => each.name === 'responseElse' || isTrue(operand(run, each, 0)),
        );
        const steps = branch === undefined ? [] : marksIn(branch);
        if (!carryOut(run, branch?.name === 'responseElse' ? steps : steps.slice(1))) return false;
        break;
      }
      case 'responseProcessingFragment':
        if (!carryOut(run, marksIn(rule))) return false;
        break;
      case 'exitResponse':
        return false;
      default:
        throw new UnknownRule(rule.name);
    }
  }
  return true;
}

function operand(run: Run, mark: XmlMark, at: number): Value {
  const found = marksIn(mark)[at];
  if (found === undefined) throw new UnknownRule(`${mark.name} without an operand`);
  return evaluate(run, found);
}

const isTrue = (value: Value): boolean => value?.members[0] === true;

function numberIn(value: Value): number | null {
  const member = value?.members[0];
  return typeof member === 'number' ? member : null;
}

function isSame(first: Value, second: Value): boolean {
  if (first === null || second === null) return false;
  if (first.members.length !== second.members.length) return false;
  if (first.cardinality === 'multiple' || second.cardinality === 'multiple') {
    const rest = [...second.members];
    return first.members.every((member) => {
      const at = rest.indexOf(member);
      if (at >= 0) rest.splice(at, 1);
      return at >= 0;
    });
  }
  return first.members.every((member, at) => member === second.members[at]);
}

function variable({ scoring, answers, outcomes }: Run, identifier: string): Value {
  if (scoring.responses.has(identifier)) return answers.get(identifier) ?? null;
  return outcomes.get(identifier) ?? null;
}

type Evaluate = (run: Run, mark: XmlMark) => Value;

const numbers = (run: Run, mark: XmlMark): number[] | null => {
  const read = marksIn(mark).map((each) => numberIn(evaluate(run, each)));
  return read.every((each) => each !== null) ? read : null;
};
const arithmetic =
  (reckon: (numbers: readonly number[]) => number): Evaluate =>
  (run, mark) => {
    const read = numbers(run, mark);
    return read === null ? null : one(reckon(read));
  };
const comparison =
  (holds: (first: number, second: number) => boolean): Evaluate =>
  (run, mark) => {
    const [first, second] = numbers(run, mark) ?? [];
    return first === undefined || second === undefined ? null : one(holds(first, second));
  };
const gathered =
  (cardinality: 'multiple' | 'ordered'): Evaluate =>
  (run, mark) => {
    const members = marksIn(mark).flatMap((each) => evaluate(run, each)?.members ?? []);
    return members.length === 0 ? null : { cardinality, members };
  };

function textsSame(run: Run, mark: XmlMark): Value {
  const [first, second] = [operand(run, mark, 0)?.members[0], operand(run, mark, 1)?.members[0]];
  if (first === undefined || second === undefined) return null;
  const plain = (scalar: Scalar) =>
    mark.attributes['caseSensitive'] === 'false' ? String(scalar).toLowerCase() : String(scalar);
  const [own, other] = [plain(first), plain(second)];
  return one(mark.attributes['substring'] === 'true' ? own.includes(other) : own === other);
}

function declaredAs(run: Run, mark: XmlMark): Declaration {
  const declared = run.scoring.responses.get(mark.attributes['identifier'] ?? '');
  if (declared === undefined) throw new UnknownRule(mark.attributes['identifier'] ?? mark.name);
  return declared;
}

const EXPRESSIONS: Readonly<Record<string, Evaluate>> = {
  variable: (run, mark) => variable(run, mark.attributes['identifier'] ?? ''),
  correct: (run, mark) => declaredAs(run, mark).correct,
  mapResponse: (run, mark) =>
    one(mapped(declaredAs(run, mark), variable(run, mark.attributes['identifier'] ?? ''))),
  baseValue: (_, mark) => {
    const scalar = scalarOf(mark.attributes['baseType'] ?? 'identifier', textIn(mark));
    return scalar === null ? null : one(scalar);
  },
  null: () => null,
  isNull: (run, mark) => one(operand(run, mark, 0) === null),
  match: (run, mark) => one(isSame(operand(run, mark, 0), operand(run, mark, 1))),
  stringMatch: textsSame,
  substring: (run, mark) =>
    textsSame(run, { ...mark, attributes: { ...mark.attributes, substring: 'true' } }),
  member: (run, mark) => {
    const [wanted, among] = [operand(run, mark, 0)?.members[0], operand(run, mark, 1)];
    return wanted === undefined || among === null ? null : one(among.members.includes(wanted));
  },
  contains: (run, mark) => {
    const [all, some] = [operand(run, mark, 0), operand(run, mark, 1)];
    if (all === null || some === null) return null;
    return one(some.members.every((member) => all.members.includes(member)));
  },
  and: (run, mark) => one(marksIn(mark).every((each) => isTrue(evaluate(run, each)))),
  or: (run, mark) => one(marksIn(mark).some((each) => isTrue(evaluate(run, each)))),
  not: (run, mark) => one(!isTrue(operand(run, mark, 0))),
  multiple: gathered('multiple'),
  ordered: gathered('ordered'),
  containerSize: (run, mark) => one(operand(run, mark, 0)?.members.length ?? 0),
  index: (run, mark) => {
    const member = operand(run, mark, 0)?.members[Number(mark.attributes['n'] ?? '1') - 1];
    return member === undefined ? null : one(member);
  },
  sum: arithmetic((all) => all.reduce((total, each) => total + each, 0)),
  product: arithmetic((all) => all.reduce((total, each) => total * each, 1)),
  subtract: arithmetic(([first = 0, second = 0]) => first - second),
  divide: arithmetic(([first = 0, second = 0]) => (second === 0 ? 0 : first / second)),
  max: arithmetic((all) => Math.max(...all)),
  min: arithmetic((all) => Math.min(...all)),
  gt: comparison((first, second) => first > second),
  gte: comparison((first, second) => first >= second),
  lt: comparison((first, second) => first < second),
  lte: comparison((first, second) => first <= second),
  equal: (run, mark) => {
    if ((mark.attributes['toleranceMode'] ?? 'exact') !== 'exact')
      throw new UnknownRule('tolerance');
    return comparison((first, second) => first === second)(run, mark);
  },
};

function evaluate(run: Run, mark: XmlMark): Value {
  const expression = Object.hasOwn(EXPRESSIONS, mark.name) ? EXPRESSIONS[mark.name] : undefined;
  if (expression === undefined) throw new UnknownRule(mark.name);
  return expression(run, mark);
}
