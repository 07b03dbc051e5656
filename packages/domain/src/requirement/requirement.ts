import { assert } from '../assertion.ts';
import { clausesOfCategory } from './category-clauses.ts';
import { periodOf, type Clause, type CourseDemand, type LocalText } from './clause.ts';
import { clausesFor } from './clauses-for.ts';
import { askedResult, type AskedResult, type CompletedCourse } from './asked-courses.ts';
import { countedHalfDays, countedHours, matches, type CountingRules } from './counted-hours.ts';
import type { BasisDocument, HourPolicy } from './hour-policy.ts';
import type { ContentArea, Intensity, Mode } from './credit-kind.ts';

/** Credits of one kind: one entry of the ledger, or a sum of several. Reversals are negative. */
export interface CreditSum {
  readonly hundredths: number;
  readonly halfDays: number;
  readonly mode: Mode;
  readonly intensity: Intensity;
  readonly area: ContentArea | null;
  /** Whether it came from a required course. */
  readonly required: boolean;
  readonly year: number;
  /** Carried over from the year before, where it counts already for what looks at several years. */
  readonly carried?: true;
}

export interface ClauseResult {
  readonly id: string;
  readonly title: LocalText;
  /** Hours that count for the clause, after its cap. */
  readonly hundredths: number;
  readonly halfDays: number;
  /** The thresholds; null where the clause has none of the kind. */
  readonly targetHundredths: number | null;
  readonly targetHalfDays: number | null;
  readonly met: boolean;
  /** Still to be earned; 0 once the clause is met by either measure. */
  readonly missingHundredths: number;
  readonly missingHalfDays: number;
  /** The measure of which the greater share is there; hours where both are even. */
  readonly nearer: 'hours' | 'days';
  /** Hours left out because of a cap, the share of online study or the weight of electives; 0 without. */
  readonly overCapHundredths: number;
  /** The years that are counted, both inclusive. */
  readonly fromYear: number;
  readonly toYear: number;
  /** Where certain courses are asked for: hours are then what they are worth. */
  readonly courses?: AskedResult;
}

export interface RequirementResult {
  readonly policyCode: string;
  readonly policyVersion: string;
  readonly title: LocalText;
  readonly basis: BasisDocument;
  readonly category: string;
  readonly year: number;
  /** Whether every clause is met. */
  readonly met: boolean;
  readonly clauses: readonly ClauseResult[];
}

/**
 * What a person of a category, of whose post and key groups nothing is known, has and still owes in a training year. Each clause is met when its
 * hours are reached OR its days are, on unrounded totals: 12 full days are 96 hours and meet "100
 * hours or 12 days". Caps, shares and weights apply here and nowhere else, so the ledger keeps raw values and a changed
 * policy is evaluated anew. In a five-year clause the years of its period up to `year` count.
 * Amounts are whole hundredths and half-days. Asserts a policy that `checkPolicy` accepts.
 * Source: DOMAIN H1–H4, 5.3, 5.12; DESIGN decision 3.
 */
export function evaluateRequirement(
  policy: HourPolicy,
  category: string,
  entries: readonly CreditSum[],
  year: number,
): RequirementResult {
  const clauses = clausesFor(clausesOfCategory(policy, category), {
    positionLevel: null,
    rank: null,
    keyGroups: [],
  });
  return evaluateClauses(policy, { category, clauses }, entries, year);
}

/**
 * The same for clauses with thresholds of one's own (`owedBy`); at least one. `completed` are courses
 * completed in any years: clauses that ask for certain ones look at nothing else.
 */
export function evaluateClauses(
  policy: HourPolicy,
  owed: { readonly category: string; readonly clauses: readonly Clause[] },
  entries: readonly CreditSum[],
  year: number,
  completed: readonly CompletedCourse[] = [],
): RequirementResult {
  const { category } = owed;
  assert(owed.clauses.length > 0, 'every category owes at least one clause');
  const clauses = owed.clauses.map((clause) =>
    clause.courses
      ? evaluateCourses(clause, clause.courses, completed, year)
      : evaluateClause(policy, clause, entries, year),
  );
  return {
    policyCode: policy.code,
    policyVersion: policy.version,
    title: policy.title,
    basis: policy.basis,
    category,
    year,
    met: clauses.every(({ met }) => met),
    clauses,
  };
}

/**
 * In hours it has what the completed courses are worth, and lacks what the least of the others are that
 * still make up the number: so whoever adds hours up need not know of courses.
 */
function evaluateCourses(
  { id, title, ...clause }: Clause,
  demand: CourseDemand,
  completed: readonly CompletedCourse[],
  year: number,
): ClauseResult {
  const period = periodOf({ id, title, ...clause }, year);
  const courses = askedResult(demand, completed, { fromYear: period.fromYear, year });
  const { hundredths, missingHundredths } = courses;
  const nothing = { halfDays: 0, targetHalfDays: null, missingHalfDays: 0, overCapHundredths: 0 };
  return {
    ...{ id, title, hundredths, ...nothing, missingHundredths },
    targetHundredths: hundredths + missingHundredths,
    met: courses.done >= courses.atLeast,
    nearer: 'hours',
    ...period,
    courses,
  };
}

function evaluateClause(
  rules: CountingRules,
  clause: Clause,
  entries: readonly CreditSum[],
  year: number,
): ClauseResult {
  const { hundredths: targetHundredths, halfDays: targetHalfDays } = clause;
  const period = periodOf(clause, year);
  const inPeriod = entries.filter(
    (entry) =>
      entry.year >= period.fromYear &&
      entry.year <= year &&
      (!entry.carried || clause.periodYears === 1),
  );
  const counted = inPeriod.filter((entry) => matches(clause.filter, entry));
  const hundredths = countedHours(rules, clause, counted);
  const overCapHundredths = sumOf(counted) - hundredths;
  const halfDays = countedHalfDays(rules, clause, counted);
  const met = reaches(hundredths, targetHundredths) || reaches(halfDays, targetHalfDays);
  return {
    id: clause.id,
    title: clause.title,
    hundredths,
    halfDays,
    targetHundredths,
    targetHalfDays,
    met,
    missingHundredths: met ? 0 : (targetHundredths ?? hundredths) - hundredths,
    missingHalfDays: met ? 0 : (targetHalfDays ?? halfDays) - halfDays,
    nearer: nearerMeasure(clause, hundredths, halfDays),
    overCapHundredths,
    ...period,
  };
}

const sumOf = (entries: readonly CreditSum[]) =>
  entries.reduce((sum, { hundredths }) => sum + hundredths, 0);

const reaches = (earned: number, target: number | null) => target !== null && earned >= target;

function nearerMeasure(clause: Clause, hundredths: number, halfDays: number): 'hours' | 'days' {
  if (clause.halfDays === null) return 'hours';
  if (clause.hundredths === null) return 'days';
  // halfDays ÷ its target > hundredths ÷ its target, in whole numbers.
  return halfDays * clause.hundredths > hundredths * clause.halfDays ? 'days' : 'hours';
}
