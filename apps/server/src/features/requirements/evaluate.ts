// What a person owes in a year and what is there towards it: one way for pages, lists and documents.
import type { Reader } from '@xueshi/database';
import {
  adjustmentIn,
  beyondDailyCap,
  carriedInto,
  coursesAskedFor,
  evaluateClauses,
  owedBy,
  type Absence,
  type CompletedCourse,
  type CreditSum,
  type HeldKeyGroup,
  type Owed,
  type RequirementResult,
} from '@xueshi/domain';
import { policiesIn, type AdoptedHere, type PolicyIn } from './policies.ts';
import { coursesNow, type CourseNow } from './completed-courses.ts';
import { creditsBeside, NOTHING_BESIDE, type CreditsBeside } from './credits-beside.ts';
import {
  appointmentsIn,
  type ApprovedAdjustment,
  type Appointment,
  type SubjectFacts,
} from './subjects.ts';

/** A sum of an annual account. */
export type AccountedSum = Omit<CreditSum, 'required' | 'mode' | 'intensity' | 'area'> & {
  mode: string;
  intensity: string;
  area: string;
};

/** What somebody owes in a year; no credit is looked at yet. */
export interface YearOwing {
  readonly year: number;
  /** Those of the year, the earliest first; the last says which policy applies. */
  readonly appointments: readonly Appointment[];
  readonly adopted: AdoptedHere | null;
  /** null without a category or a policy. */
  readonly owed: Owed | null;
  /** Nothing is owed this year. */
  readonly exempt: boolean;
  readonly adjustment: ApprovedAdjustment | null;
  readonly absences: readonly Absence[];
  /** Of any years. */
  readonly keyGroups: readonly HeldKeyGroup[];
}

export interface YearEvaluation extends YearOwing {
  /** null where nothing is owed, or nobody knows what. */
  readonly evaluated: RequirementResult | null;
  /** All that was looked at, capped days and required courses told apart. */
  readonly sums: readonly CreditSum[];
  /** Hours of the year that its days' limit leaves out; the record keeps them. */
  readonly overDayHundredths: number;
  /** Hours of the year before that count in this one. */
  readonly carriedHundredths: number;
  /** Of the courses that some policy asks for, in any years. */
  readonly completed: readonly CompletedCourse[];
}

/** Of one person, with what pages tell of the courses that are asked for. */
export interface PersonEvaluation extends YearEvaluation {
  /** By their ids. */
  readonly courses: ReadonlyMap<string, CourseNow>;
}

// What accounts add up is elective; what programmes made compulsory comes beside it.
const creditSumOf = (sum: AccountedSum): CreditSum => ({
  hundredths: sum.hundredths,
  halfDays: sum.halfDays,
  year: sum.year,
  mode: sum.mode as CreditSum['mode'],
  intensity: sum.intensity as CreditSum['intensity'],
  area: (sum.area === '' ? null : sum.area) as CreditSum['area'],
  required: false,
});

/** What somebody owes by the policy that `policyAt` names for a unit's path. */
export function owingIn(
  subject: SubjectFacts,
  year: number,
  hasCredits: boolean,
  policyAt: (unitPath: string) => AdoptedHere | null,
): YearOwing {
  const appointments = appointmentsIn(subject, year, hasCredits);
  const unitPath = appointments.at(-1)?.unitPath;
  const adopted = unitPath === undefined ? null : policyAt(unitPath);
  const posts = appointments.map(({ startsAt, endsAt, ...post }) => ({
    ...post,
    from: startsAt,
    to: endsAt,
  }));
  const owed = adopted && owedBy(adopted.policy, { ...subject, posts }, year);
  const exempt = owed?.exempt === true;
  const adjustment = adjustmentIn(subject.adjustments, year);
  const { absences, keyGroups } = subject;
  return { year, appointments, adopted, owed, exempt, adjustment, absences, keyGroups };
}

/** Looks at credits by what is owed; as often as asked, with these or those, and what was carried over. */
export function evaluateOwing(
  owing: YearOwing,
  accounted: readonly AccountedSum[],
  beside: CreditsBeside = NOTHING_BESIDE,
  carried: CreditSum | null = null,
): YearEvaluation {
  const { adopted, owed, year } = owing;
  const { completed } = beside;
  const cap = adopted?.policy.dailyCapHundredths ?? null;
  const beyondDay = cap === null ? [] : beyondDailyCap(beside.busyOnline, cap);
  const own = [...accounted.map(creditSumOf), ...beside.required, ...beyondDay];
  const sums = carried ? [...own, carried] : own;
  const overDayHundredths = beyondDay.reduce(
    (over, sum) => (sum.year === year ? over - sum.hundredths : over),
    0,
  );
  const clauses = owed?.clauses.map(({ clause }) => clause) ?? [];
  const evaluated =
    adopted && owed && clauses.length > 0
      ? evaluateClauses(adopted.policy, { category: owed.category, clauses }, sums, year, completed)
      : null;
  const carriedHundredths = carried?.hundredths ?? 0;
  return { ...owing, evaluated, sums, overDayHundredths, carriedHundredths, completed };
}

/** Whether there are credits of a year. */
export const hasCreditsOf = (accounted: readonly AccountedSum[], year: number) =>
  accounted.some((sum) => sum.year === year);

/** What of the year before counts in a year, where its policy carries hours over (DOMAIN 5.12). */
export function carriedOver(
  subject: SubjectFacts,
  accounted: readonly AccountedSum[],
  { year, adopted }: YearOwing,
  policyIn: PolicyIn,
  beside?: CreditsBeside,
): CreditSum | null {
  const most = adopted?.policy.carryOverHundredths ?? null;
  if (most === null) return null;
  const before = year - 1;
  const owing = owingIn(subject, before, hasCreditsOf(accounted, before), policyIn(before));
  const { evaluated, sums } = evaluateOwing(owing, accounted, beside);
  if (!owing.adopted || !owing.owed || !evaluated) return null;
  const clauses = owing.owed.clauses.flatMap(({ clause }) => {
    const result = evaluated.clauses.find(({ id }) => id === clause.id);
    return result ? [{ clause, result }] : [];
  });
  return carriedInto(year, most, { year: before, policy: owing.adopted.policy, clauses, sums });
}

/** Evaluates one person by the policies that `policyIn` names. */
export function evaluateYear(
  subject: SubjectFacts,
  accounted: readonly AccountedSum[],
  year: number,
  policyIn: PolicyIn,
  beside?: CreditsBeside,
): YearEvaluation {
  const owing = owingIn(subject, year, hasCreditsOf(accounted, year), policyIn(year));
  const carried = carriedOver(subject, accounted, owing, policyIn, beside);
  return evaluateOwing(owing, accounted, beside, carried);
}

/** Evaluates one person. */
export async function evaluatePerson(
  db: Reader,
  policies: readonly AdoptedHere[],
  wanted: { subject: SubjectFacts; year: number; accounted: readonly AccountedSum[] },
): Promise<PersonEvaluation> {
  const { subject, year, accounted } = wanted;
  const { personId } = subject;
  const beside = await creditsBeside(db, policies, [personId], yearsLookedAt([year]));
  const policyIn = policiesIn(policies);
  const evaluation = evaluateYear(subject, accounted, year, policyIn, beside.get(personId));
  const clauses = evaluation.owed?.clauses.map(({ clause }) => clause) ?? [];
  const asked = coursesAskedFor(clauses).map(({ id }) => id);
  return { ...evaluation, courses: await coursesNow(db, asked) };
}

/** A clause may look back over the five years of a plan. */
const YEARS_LOOKED_AT = 5;

/** The years whose credits some years' requirements look at. */
export function yearsLookedAt(years: readonly number[]): number[] {
  const first = Math.min(...years) - YEARS_LOOKED_AT + 1;
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, at) => first + at);
}
