// Where people stand, computed from appointments, accounts and policies.
import { schema, type Reader } from '@xueshi/database';
import {
  daysLeftInYear,
  outlookWith,
  standingOf,
  stateWith,
  trainingYearOf,
  unsureUntilDaysLeft,
  yearBounds,
} from '@xueshi/domain';
import { asc, eq, inArray } from 'drizzle-orm';
import {
  accountsOfPeople,
  creditsOfYear,
  type AccountSum,
  type DatedCredit,
} from '../credit/service.ts';
import { evaluateFor, policyPicker, type AdoptedHere } from '../requirements/service.ts';

const { memberships, orgUnits, people } = schema;

export type StandingRow = typeof schema.personStandings.$inferSelect;

interface Appointment {
  readonly unitId: string;
  readonly unitPath: string;
  readonly category: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

interface Subject {
  readonly personId: string;
  readonly namePinyin: string;
  readonly closedAt: Date | null;
  readonly appointments: readonly Appointment[];
}

/** A clause may look back over the five years of a plan. */
const YEARS_LOOKED_AT = 5;

/** The years that are kept: this one and the last, which is looked at until it is closed. */
export const yearsKept = (now: Date): readonly number[] => {
  const year = trainingYearOf(now);
  return [year - 1, year];
};

/** The people with all their appointments, the earliest first. */
async function subjectsOf(db: Reader, personIds: readonly string[]): Promise<Subject[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .select({
      personId: people.id,
      namePinyin: people.namePinyin,
      closedAt: people.closedAt,
      unitId: orgUnits.id,
      unitPath: orgUnits.path,
      category: memberships.audienceCategory,
      startsAt: memberships.startsAt,
      endsAt: memberships.endsAt,
    })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(inArray(people.id, [...personIds]))
    .orderBy(asc(people.id), asc(memberships.startsAt));
  return [...Map.groupBy(rows, (row) => row.personId)].flatMap(([personId, appointments]) => {
    const [first] = appointments;
    return first ? [{ ...first, personId, appointments }] : [];
  });
}

/**
 * The appointment that counts for a year (DOMAIN 5.2): the present one, or for a past year the one held
 * at its end. Who came later but has credits of that year keeps them under their first appointment.
 */
function appointmentFor(subject: Subject, year: number, now: Date, hasCredits: boolean) {
  const { appointments, closedAt } = subject;
  if (year >= trainingYearOf(now)) {
    return closedAt ? undefined : appointments.find(({ endsAt }) => endsAt === null);
  }
  const { end } = yearBounds(year);
  if (closedAt && closedAt < end) return undefined;
  const held = appointments.findLast(
    ({ startsAt, endsAt }) => startsAt < end && (endsAt === null || endsAt >= end),
  );
  return held ?? (hasCredits ? appointments.find(({ startsAt }) => startsAt >= end) : undefined);
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
  const first = Math.min(...years) - YEARS_LOOKED_AT + 1;
  const looked = Array.from({ length: Math.max(...years) - first + 1 }, (_, at) => first + at);
  const sums = await accountsOfPeople(db, personIds, looked);
  const thisYear = trainingYearOf(now);
  const lastYear = years.includes(thisYear)
    ? await creditsOfYear(db, personIds, thisYear - 1)
    : new Map<string, DatedCredit[]>();
  return years.flatMap((year) => {
    const policyAt = policyPicker(policies, year);
    return subjects.flatMap((subject) => {
      const own = sums.get(subject.personId) ?? [];
      const before = year === thisYear ? (lastYear.get(subject.personId) ?? []) : null;
      const row = standingRow(subject, { sums: own, lastYear: before }, year, now, policyAt);
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
  subject: Subject,
  { sums, lastYear }: Credits,
  year: number,
  now: Date,
  policyAt: ReturnType<typeof policyPicker>,
): StandingRow | null {
  const ofYear = sums.filter((sum) => sum.year === year);
  const appointment = appointmentFor(subject, year, now, ofYear.length > 0);
  if (!appointment) return null;
  const earned = {
    hundredths: ofYear.reduce((sum, one) => sum + one.hundredths, 0),
    halfDays: ofYear.reduce((sum, one) => sum + one.halfDays, 0),
  };
  const { category, unitId, unitPath } = appointment;
  const adopted = policyAt(unitPath);
  const evaluated = evaluateFor(adopted, category, sums, year);
  const standing = standingOf(evaluated, earned, false);
  const open = standing.kind === 'due' || standing.kind === 'nothing_yet';
  const unsureUntil =
    open && lastYear !== null
      ? unsureUntilDaysLeft(lastYear, (later) => {
          const more = later.map((credit) => ({ ...credit, year }));
          return evaluateFor(adopted, category, [...sums, ...more], year)?.met ?? false;
        })
      : null;
  const daysLeft = daysLeftOf(year, now);
  return {
    year,
    personId: subject.personId,
    unitId,
    category,
    namePinyin: subject.namePinyin,
    ...earned,
    targetHundredths: standing.lagging?.targetHundredths ?? null,
    targetHalfDays: standing.lagging?.targetHalfDays ?? null,
    share: standing.share ?? -1,
    state: stateWith(standing, daysLeft),
    onCourseUntilDaysLeft: standing.onCourseUntilDaysLeft,
    outlook: outlookWith(standing, unsureUntil, daysLeft),
    unsureUntilDaysLeft: unsureUntil,
    missingHundredths: standing.lagging?.missingHundredths ?? 0,
  };
}
