import { assert } from '../assertion.ts';
import { SENSITIVE_KEY_GROUP } from '../people/key-group.ts';
import type { ContentArea, Intensity, Mode } from './credit-kind.ts';

/** A text in both languages of the product. */
export interface LocalText {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** Which credits a clause looks at; a part that is left out looks at all. */
export interface ClauseFilter {
  readonly modes?: readonly Mode[];
  readonly intensities?: readonly Intensity[];
  readonly areas?: readonly ContentArea[];
  /** true: only credits from required courses. */
  readonly requiredOnly?: boolean;
}

/** A course of the catalogue that a clause asks for. */
export interface AskedCourse {
  /** Of the course, whatever its version. */
  readonly id: string;
  readonly slug: string;
  /** What it was worth when the policy was adopted: a change of it changes no requirement. */
  readonly hundredths: number;
}

/** Certain courses, all of them or so many. */
export interface CourseDemand {
  /** 1 to `MOST_ASKED_COURSES`, each once. */
  readonly of: readonly AskedCourse[];
  /** 1 to the number of courses. */
  readonly atLeast: number;
}

/** One thing a requirement demands: hours, or days, or either of the two; or certain courses (DOMAIN H1, 5.3, 5.12). */
export interface Clause {
  /** Unique within its category's list; stable over versions of a policy. */
  readonly id: string;
  readonly title: LocalText;
  readonly filter: ClauseFilter;
  /** Hours that meet the clause; null where it is not measured in hours. */
  readonly hundredths: number | null;
  /** Half-days that meet the clause; null where it is not measured in days. */
  readonly halfDays: number | null;
  readonly periodYears: 1 | 5;
  /** First year of one of the five-year periods; only where periodYears is 5. */
  readonly periodStartYear?: number;
  /** Most hours that count, of those that `maxCountableFilter` (or, without one, `filter`) matches. */
  readonly maxCountableHundredths?: number | null;
  /** Narrows the cap, e.g. to online hours: a clause may count all modes, but only so much online. */
  readonly maxCountableFilter?: ClauseFilter;
  /** Only who holds such a post, or is in such a key group, owes it; left out: everybody of the category (DOMAIN G2). */
  readonly appliesTo?: ClauseScope;
  /** Where it asks for certain courses: then for neither hours nor days, without filter and cap. */
  readonly courses?: CourseDemand;
  /** The clause of the same category in whose place this one stands for them; left out: beside it. */
  readonly insteadOf?: string;
}

/** Posts by position level (GB/T 12407) and rank, and key groups; a part that is left out takes all. */
export interface ClauseScope {
  readonly positionLevels?: readonly string[];
  readonly ranks?: readonly string[];
  /** Codes; whoever is in one of them. Never reserve cadres: who owes by them would be known as one. */
  readonly keyGroups?: readonly string[];
}

export type ClauseProblem =
  | 'no-threshold'
  | 'courses-beside-hours'
  | 'courses-out-of-range'
  | 'threshold-not-positive'
  | 'cap-not-positive'
  | 'cap-below-threshold'
  | 'empty-filter'
  | 'empty-scope'
  | 'reserve-named'
  | 'no-period-start'
  | 'period-start-without-period';

export type ClauseCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: ClauseProblem };

/** With more, nobody sees any more what is asked for. */
export const MOST_ASKED_COURSES = 20;

/**
 * All for which a clause cannot be saved; [] where it can: at least one of the two thresholds, each
 * whole and above 0, never one derived from the other, or certain courses instead; a filter that can match something; a cap that
 * leaves the hours within reach; and a known beginning of a five-year period. Source: DOMAIN H1 ("both
 * empty, zero or negative → cannot save"), 5.3, 5.12.
 */
export function clauseProblems(clause: Clause): ClauseProblem[] {
  const problems: [ClauseProblem, boolean][] = [
    ...(clause.courses ? courseProblems(clause, clause.courses) : thresholdProblems(clause)),
    ['empty-filter', [clause.filter, clause.maxCountableFilter ?? {}].some(matchesNothing)],
    ['empty-scope', reachesNobody(clause)],
    ['reserve-named', clause.appliesTo?.keyGroups?.includes(SENSITIVE_KEY_GROUP) === true],
    ['no-period-start', clause.periodYears === 5 && !Number.isInteger(clause.periodStartYear)],
    [
      'period-start-without-period',
      clause.periodYears === 1 && clause.periodStartYear !== undefined,
    ],
  ];
  return problems.flatMap(([problem, found]) => (found ? [problem] : []));
}

/** Whether a clause can be saved, and the first of `clauseProblems` where it cannot. */
export function checkClause(clause: Clause): ClauseCheck {
  const [problem] = clauseProblems(clause);
  return problem === undefined ? { ok: true } : { ok: false, problem };
}

function thresholdProblems(clause: Clause): [ClauseProblem, boolean][] {
  const { hundredths, halfDays, maxCountableHundredths: cap = null, maxCountableFilter } = clause;
  const thresholds = [hundredths, halfDays].filter((threshold) => threshold !== null);
  const positiveCap = cap !== null && isPositive(cap);
  // A cap on a part leaves the rest to reach the hours with; a cap on everything does not.
  const capsEverything = positiveCap && maxCountableFilter === undefined;
  return [
    ['no-threshold', thresholds.length === 0],
    ['threshold-not-positive', !thresholds.every(isPositive)],
    ['cap-not-positive', cap !== null && !positiveCap],
    ['cap-below-threshold', capsEverything && hundredths !== null && cap < hundredths],
  ];
}

function courseProblems(clause: Clause, { of, atLeast }: CourseDemand): [ClauseProblem, boolean][] {
  const { hundredths, halfDays, filter, maxCountableHundredths: cap = null } = clause;
  const measured = [hundredths, halfDays, cap].some((figure) => figure !== null);
  const different = new Set(of.map(({ id }) => id)).size;
  const withinRange = different >= 1 && different <= MOST_ASKED_COURSES && different === of.length;
  const reachable = Number.isInteger(atLeast) && atLeast >= 1 && atLeast <= different;
  return [
    ['courses-beside-hours', measured || Object.keys(filter).length > 0],
    ['courses-out-of-range', !withinRange || !reachable],
  ];
}

const isPositive = (amount: number) => Number.isSafeInteger(amount) && amount > 0;

function matchesNothing({ modes, intensities, areas }: ClauseFilter): boolean {
  return [modes, intensities, areas].some((listed) => listed?.length === 0);
}

/** Whether everybody of the category owes a clause, whatever their post and key groups. */
export const isForAll = ({ appliesTo }: Pick<Clause, 'appliesTo'>): boolean =>
  listsOf(appliesTo).every((listed) => listed === undefined);

const listsOf = ({ positionLevels, ranks, keyGroups }: ClauseScope = {}) => [
  positionLevels,
  ranks,
  keyGroups,
];

/** A list of no posts or key groups; or a clause in another's place that does not say for whom. */
function reachesNobody(clause: Clause): boolean {
  if (clause.insteadOf !== undefined && isForAll(clause)) return true;
  return listsOf(clause.appliesTo).some((listed) => listed?.length === 0);
}

/** The years that a clause counts for a training year, both inclusive. */
export function periodOf(clause: Clause, year: number): { fromYear: number; toYear: number } {
  if (clause.periodYears === 1) return { fromYear: year, toYear: year };
  const start = clause.periodStartYear;
  assert(start !== undefined, 'a five-year clause says when its period begins');
  const fromYear = start + Math.floor((year - start) / clause.periodYears) * clause.periodYears;
  return { fromYear, toYear: fromYear + clause.periodYears - 1 };
}
