// Where people stand, computed from appointments, accounts and policies.
import type { Reader, schema } from '@xueshi/database';
import {
  daysLeftInYear,
  outlookWith,
  standingOf,
  stateWith,
  trainingYearOf,
  unsureUntilDaysLeft,
  yearBounds,
} from '@xueshi/domain';
import {
  accountsOfPeople,
  creditsOfYear,
  type AccountSum,
  type DatedCredit,
} from '../credit/service.ts';
import {
  carriedOver,
  creditsBeside,
  evaluateOwing,
  hasCreditsOf,
  owingIn,
  policiesIn,
  subjectsOf,
  yearsLookedAt,
  type AccountedSum,
  type AdoptedHere,
  type CreditsBeside,
  type SubjectFacts,
  type YearEvaluation,
} from '../requirements/service.ts';

export type StandingRow = typeof schema.personStandings.$inferSelect;

/** The years that are kept: this one and the last, which is looked at until it is closed. */
export const yearsKept = (now: Date): readonly number[] => {
  const year = trainingYearOf(now);
  return [year - 1, year];
};

/**
 * Whether somebody counts in a year (DOMAIN 5.2): this year who holds an appointment and is not closed,
 * in a past year who was so at its end; and who came later but has credits of it.
 */
function countsIn(
  { closedAt }: SubjectFacts,
  { appointments }: YearEvaluation,
  year: number,
  now: Date,
): boolean {
  const last = appointments.at(-1);
  if (!last) return false;
  if (year >= trainingYearOf(now)) return closedAt === null && last.endsAt === null;
  const { end } = yearBounds(year);
  if (closedAt && closedAt < end) return false;
  return last.endsAt === null || last.endsAt >= end;
}

/** Days left of a year, today included; 0 when it is over. */
export const daysLeftOf = (year: number, now: Date) =>
  trainingYearOf(now) > year ? 0 : daysLeftInYear(now);

/** The standings of some people in some years; who does not count in a year has none. */
export async function computeStandings(
  db: Reader,
  policies: readonly AdoptedHere[],
  personIds: readonly string[],
  years: readonly number[],
  now: Date,
): Promise<StandingRow[]> {
  const subjects = await subjectsOf(db, personIds);
  const looked = yearsLookedAt(years);
  const sums = await accountsOfPeople(db, personIds, looked);
  const beside = await creditsBeside(db, policies, personIds, looked);
  const thisYear = trainingYearOf(now);
  const lastYear = years.includes(thisYear)
    ? await creditsOfYear(db, personIds, thisYear - 1)
    : new Map<string, DatedCredit[]>();
  return standingsBy({ subjects, sums, beside, lastYear }, policies, years, now);
}

/** All that is known of some people at an instant. */
export interface KnownFacts {
  readonly subjects: readonly SubjectFacts[];
  readonly sums: ReadonlyMap<string, readonly AccountSum[]>;
  readonly beside: ReadonlyMap<string, CreditsBeside>;
  /** What was earned in the year before the one in which `now` lies. */
  readonly lastYear: ReadonlyMap<string, readonly DatedCredit[]>;
}

/** The standings by what is known, without looking anything up. */
export function standingsBy(
  { subjects, sums, beside, lastYear }: KnownFacts,
  policies: readonly AdoptedHere[],
  years: readonly number[],
  now: Date,
): StandingRow[] {
  const thisYear = trainingYearOf(now);
  const policyIn = policiesIn(policies);
  return years.flatMap((year) => {
    return subjects.flatMap((subject) => {
      const own = sums.get(subject.personId) ?? [];
      const owing = owingIn(subject, year, hasCreditsOf(own, year), policyIn(year));
      const apart = beside.get(subject.personId);
      const carried = carriedOver(subject, own, owing, policyIn, apart);
      const evaluate = (sums: readonly AccountedSum[]) =>
        evaluateOwing(owing, sums, apart, carried);
      const before = year === thisYear ? (lastYear.get(subject.personId) ?? []) : null;
      const row = standingRow(subject, { sums: own, lastYear: before }, now, evaluate);
      return row ? [row] : [];
    });
  });
}

interface Credits {
  readonly sums: readonly AccountSum[];
  /** What was earned last year, and when; null where the year is not this one, and over. */
  readonly lastYear: readonly DatedCredit[] | null;
}

function standingRow(
  subject: SubjectFacts,
  { sums, lastYear }: Credits,
  now: Date,
  evaluate: (sums: readonly AccountedSum[]) => YearEvaluation,
): StandingRow | null {
  const evaluation = evaluate(sums);
  const { year, evaluated, exempt, owed } = evaluation;
  const appointment = evaluation.appointments.at(-1);
  if (!appointment || !countsIn(subject, evaluation, year, now)) return null;
  const ofYear = sums.filter((sum) => sum.year === year);
  const earned = {
    hundredths: ofYear.reduce((sum, one) => sum + one.hundredths, 0),
    halfDays: ofYear.reduce((sum, one) => sum + one.halfDays, 0),
  };
  const standing = standingOf(evaluated, earned, exempt);
  const open = standing.kind === 'due' || standing.kind === 'nothing_yet';
  const unsureUntil =
    open && lastYear !== null
      ? unsureUntilDaysLeft(lastYear, (later) => {
          const more = later.map((credit) => ({ ...credit, year }));
          const then = evaluate([...sums, ...more]).evaluated;
          // Last year's credits say nothing about courses that are missing.
          return then?.clauses.every(({ met, courses }) => met || courses) ?? false;
        })
      : null;
  const daysLeft = daysLeftOf(year, now);
  return {
    year,
    personId: subject.personId,
    unitId: appointment.unitId,
    category: owed?.category ?? appointment.category,
    namePinyin: subject.namePinyin,
    ...earned,
    targetHundredths: standing.lagging?.targetHundredths ?? null,
    targetHalfDays: standing.lagging?.targetHalfDays ?? null,
    share: standing.share ?? -1,
    state: stateWith(standing, daysLeft),
    onCourseUntilDaysLeft: standing.onCourseUntilDaysLeft,
    adjustment: adjustmentOf(evaluation),
    outlook: outlookWith(standing, unsureUntil, daysLeft),
    unsureUntilDaysLeft: unsureUntil,
    missingHundredths: standing.missingHundredths,
  };
}

/** Why less than the whole is owed: as approved, or by months in service; null where all is. */
function adjustmentOf({ owed, adjustment, exempt }: YearEvaluation): string | null {
  if (!owed) return null;
  if (adjustment) return adjustment.kind;
  if (exempt) return 'exempt';
  return owed.monthsOwed < 12 ? 'prorata' : null;
}
