import { assert } from '../assertion.ts';
import {
  nextTrainingDay,
  trainingDayOf,
  trainingDayStart,
  trainingYearOf,
} from '../calendar/training-year.ts';

/** A course that could close the gap. */
export interface PlannableCourse {
  readonly id: string;
  /** What completing it adds, hundredths of a credit hour; more than 0. */
  readonly hundredths: number;
}

export interface PlannedWeek {
  /** The Monday it begins with, or the day the plan was made, as YYYY-MM-DD in training days. */
  readonly from: string;
  readonly to: string;
  readonly courseIds: readonly string[];
  /** What the courses of this week add. */
  readonly hundredths: number;
}

export interface StudyPlan {
  /** Weeks in which something is to be finished, in their order; none after 31 December. */
  readonly weeks: readonly PlannedWeek[];
  /** What the planned courses add; less than the gap where there are not enough courses. */
  readonly hundredths: number;
  readonly isEnough: boolean;
}

/**
 * Which course to finish in which week, so that the gap is closed by 31 December at an even pace:
 * the courses in the order given, until the gap is closed, each in the week by whose end that share
 * of the gap is due. `missingHundredths` ≥ 0. A week begins on Monday; the first is what is left of
 * this one. Advice that changes with every hour earned, never a duty. Source: DESIGN ("what next").
 */
export function planStudy(
  missingHundredths: number,
  courses: readonly PlannableCourse[],
  now: Date,
): StudyPlan {
  assert(Number.isSafeInteger(missingHundredths) && missingHundredths >= 0, 'a gap is whole, ≥ 0');
  const weeks = weeksUntilNewYear(now);
  const planned = new Map<number, PlannableCourse[]>();
  let sum = 0;
  for (const course of courses) {
    assert(Number.isSafeInteger(course.hundredths) && course.hundredths > 0, 'a course adds hours');
    if (sum >= missingHundredths) break;
    sum += course.hundredths;
    const due =
      Math.ceil((Math.min(sum, missingHundredths) * weeks.length) / missingHundredths) - 1;
    planned.set(due, [...(planned.get(due) ?? []), course]);
  }
  return {
    weeks: weeks.flatMap((week, at) => {
      const some = planned.get(at) ?? [];
      if (some.length === 0) return [];
      return [
        {
          ...week,
          courseIds: some.map(({ id }) => id),
          hundredths: some.reduce((total, { hundredths }) => total + hundredths, 0),
        },
      ];
    }),
    hundredths: sum,
    isEnough: sum >= missingHundredths,
  };
}

/** 1 Monday … 7 Sunday, of a training day. */
export function weekdayOf(instant: Date): number {
  const [year = 0, month = 1, day = 1] = trainingDayOf(instant).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}

/** The first instants of the training days from today to 31 December. */
export function daysUntilNewYear(now: Date): Date[] {
  const year = trainingYearOf(now);
  const days: Date[] = [];
  for (let day = trainingDayStart(now); trainingYearOf(day) === year;) {
    days.push(day);
    day = nextTrainingDay(day);
  }
  return days;
}

function weeksUntilNewYear(now: Date): Pick<PlannedWeek, 'from' | 'to'>[] {
  const weeks: { from: string; to: string }[] = [];
  for (const day of daysUntilNewYear(now)) {
    const name = trainingDayOf(day);
    const current = weeks.at(-1);
    if (!current || weekdayOf(day) === 1) weeks.push({ from: name, to: name });
    else current.to = name;
  }
  return weeks;
}
