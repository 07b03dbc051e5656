import { assert } from '../assertion.ts';
import { startOfTrainingDay } from '../calendar/training-year.ts';
import type { PersonStatus } from '../people/person-status.ts';

/** One dated status of a person, as it was recorded. */
export interface StatusRecord {
  readonly status: PersonStatus;
  readonly startsAt: Date;
  /** null: until something else is recorded. Not after `startsAt` for what was taken back. */
  readonly endsAt: Date | null;
  readonly recordedAt: Date;
}

/** Why somebody was not in service for a time. */
export type AbsenceReason = 'not_joined' | 'leave' | 'left';

/** A time out of service: from the start on, before the end; null for "ever before" and "until further notice". */
export interface Absence {
  readonly why: AbsenceReason;
  readonly from: Date | null;
  readonly to: Date | null;
}

const OUT_OF_SERVICE: Partial<Record<PersonStatus, AbsenceReason>> = {
  leave: 'leave',
  retired: 'left',
  left: 'left',
  deceased: 'left',
};

/**
 * When somebody was not in service. Nothing recorded means always in service, since an appointment's
 * first day is often just the day on which it was typed in. Whose first record says "active" joined on
 * that day, unless an appointment began before it (`appointedAt`, of the first; null without one). A
 * seconded person is in service. Leave without an end goes on. Source: DOMAIN 5.2.
 */
export function absencesOf(records: readonly StatusRecord[], appointedAt: Date | null): Absence[] {
  const [first] = [...records].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
  const held = first && appointedAt !== null && appointedAt < first.startsAt;
  const joined: Absence[] =
    first?.status === 'active' && !held
      ? [{ why: 'not_joined', from: null, to: first.startsAt }]
      : [];
  const spans = records.flatMap(({ status, startsAt, endsAt }): Absence[] => {
    const why = OUT_OF_SERVICE[status];
    const empty = endsAt !== null && endsAt <= startsAt;
    return why === undefined || empty ? [] : [{ why, from: startsAt, to: endsAt }];
  });
  return [...joined, ...spans];
}

const monthStarts = new Map<number, readonly number[]>();

/** The first instants of the twelve months of a training year and of the next year. */
function startsOfMonths(year: number): readonly number[] {
  const known = monthStarts.get(year);
  if (known) return known;
  const starts = Array.from({ length: 13 }, (_, at) => {
    const month = String((at % 12) + 1).padStart(2, '0');
    const start = startOfTrainingDay(`${at === 12 ? year + 1 : year}-${month}-01`);
    assert(start !== null, 'every month has a first day');
    return start.getTime();
  });
  monthStarts.set(year, starts);
  return starts;
}

/**
 * The months (1 … 12, ascending) of a training year in which somebody was in service from the first
 * instant to the last: a month begun late or broken off is not owed, in favour of the learner.
 * Source: DOMAIN 5.2 ("whole months").
 */
export function monthsInService(absences: readonly Absence[], year: number): number[] {
  const starts = startsOfMonths(year);
  return Array.from({ length: 12 }, (_, at) => at + 1).filter((month) => {
    const from = starts[month - 1] ?? 0;
    const to = starts[month] ?? 0;
    return !absences.some(
      (absence) =>
        (absence.from === null || absence.from.getTime() < to) &&
        (absence.to === null || absence.to.getTime() > from),
    );
  });
}

/** For each month of a year, its last instant: what somebody held then counts for the month. */
export function endsOfMonths(year: number): readonly Date[] {
  return startsOfMonths(year)
    .slice(1)
    .map((next) => new Date(next - 1));
}
