// A course that was begun before New Year and finished after it: split between the two years by the time
// learned in each, where the hour policy says so (DOMAIN 5.1; ADR 0054).
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  splitAtNewYear,
  trainingYearOf,
  yearBounds,
  type CreditRules,
  type LessonOverNewYear,
} from '@xueshi/domain';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { unitOfPerson } from '../organisations/service.ts';
import { sumOf } from './course-parts.ts';
import type { CreditEntry } from './ledger.ts';

const { closedStandings, heartbeats, playbackSessions, watchArchives, yearClosings } = schema;

/** A lesson as somebody finished it. */
export interface TimedLesson {
  readonly seconds: number;
  readonly required: boolean;
  readonly isLecture: boolean;
  readonly completedAt: Date | null;
}

interface Finished {
  readonly completion: {
    readonly enrolment: {
      readonly id: string;
      readonly number: number;
      readonly personId: string;
      readonly valueHundredths: number;
      readonly startedAt: Date;
    };
    readonly lessons: readonly TimedLesson[];
    readonly studiedOffline: boolean;
    readonly now: Date;
  };
  readonly rules: CreditRules;
  readonly given: readonly CreditEntry[];
  /** Of courses with the same content one counts, in one year. */
  readonly isOneOfSeveral: boolean;
}

export interface Years {
  /** Hours of the year before, and when the last of them were learned; null: none. */
  readonly before: { readonly hundredths: number; readonly lastAt: Date } | null;
  /** Hundredths of the year in which it was finished. */
  readonly since: number;
  /** The year before, where it would have had hours and is closed. */
  readonly closedYear: number | null;
}

/** How what is left of a finished course is divided between the year before and this one. */
export async function yearsOf(tx: Tx, finished: Finished): Promise<Years> {
  const { completion, rules, given, isOneOfSeveral } = finished;
  const { enrolment, now, studiedOffline } = completion;
  const { personId, valueHundredths, startedAt } = enrolment;
  const year = trainingYearOf(now);
  const left = valueHundredths - sumOf(given);
  const whole = { before: null, since: left, closedYear: null };
  const isWithinYear = trainingYearOf(startedAt) >= year;
  if (rules.attribution === 'completion' || isWithinYear) return whole;
  // What was studied without a link, or counts beside another, is credited whole or not at all.
  if (studiedOffline || isOneOfSeveral) return whole;
  const { start } = yearBounds(year);
  const learned = await learnedIn(tx, completion, start);
  const { before, since } = splitAtNewYear({
    valueHundredths,
    stepHundredths: rules.stepHundredths,
    lessons: learned.lessons,
    givenBefore: sumOf(given.filter((part) => part.year < year)),
    givenSince: sumOf(given.filter((part) => part.year >= year)),
  });
  if (before === 0 || learned.lastAt === null) return whole;
  if (await isClosed(tx, personId, year - 1)) return { ...whole, closedYear: year - 1 };
  return { before: { hundredths: before, lastAt: learned.lastAt }, since, closedYear: null };
}

/** Lectures by what was counted in reports, all together; other lessons by when they were complete. */
async function learnedIn(tx: Tx, { enrolment, lessons }: Finished['completion'], start: Date) {
  const from = yearBounds(trainingYearOf(start) - 1).start;
  const watched = await watchedIn(tx, enrolment, { from, until: start });
  const required = lessons.filter((lesson) => lesson.required);
  const timed: LessonOverNewYear[] = required.map(({ seconds, isLecture, completedAt }) => {
    if (isLecture) return { seconds, countedMs: watched.allMs, countedBeforeMs: watched.withinMs };
    const isBefore = completedAt !== null && completedAt >= from && completedAt < start;
    return { seconds, countedMs: 1, countedBeforeMs: isBefore ? 1 : 0 };
  });
  const ends = [
    watched.lastMs,
    ...required.map(({ isLecture, completedAt }) => (isLecture ? null : completedAt?.getTime())),
  ].flatMap((ms) => (ms && ms >= from.getTime() && ms < start.getTime() ? [ms] : []));
  return { lessons: timed, lastAt: ends.length === 0 ? null : new Date(Math.max(...ends)) };
}

interface Span {
  readonly from: Date;
  readonly until: Date;
}

/** What was counted of a course's lectures, in all and within a span, and when last within it: ms. */
async function watchedIn(
  db: Reader,
  { id, number }: { readonly id: string; readonly number: number },
  { from, until }: Span,
) {
  const { grantedMs, receivedAt } = heartbeats;
  const within = sql`${receivedAt} >= ${from.getTime()} AND ${receivedAt} < ${until.getTime()}`;
  const [reported] = await db
    .select({
      allMs: sql<number>`coalesce(sum(${grantedMs}), 0)`,
      withinMs: sql<number>`coalesce(sum(CASE WHEN ${within} THEN ${grantedMs} ELSE 0 END), 0)`,
      lastMs: sql<number | null>`max(CASE WHEN ${within} THEN ${receivedAt} END)`,
    })
    .from(heartbeats)
    .innerJoin(playbackSessions, eq(playbackSessions.id, heartbeats.sessionId))
    .where(eq(playbackSessions.enrolmentId, id));
  const archived = await db
    .select({
      firstAt: watchArchives.firstAt,
      lastedSeconds: watchArchives.lastedSeconds,
      grantedMs: watchArchives.grantedMs,
    })
    .from(watchArchives)
    .where(eq(watchArchives.enrolmentNumber, number));
  return archived.reduce(
    (sum, one) => {
      const first = one.firstAt.getTime();
      const last = first + one.lastedSeconds * 1_000;
      const overlap = Math.min(last, until.getTime() - 1) - Math.max(first, from.getTime());
      // Of a playback over midnight that was compacted since, as if it had been played evenly.
      const share = overlap < 0 ? 0 : last === first ? 1 : overlap / (last - first);
      return {
        allMs: sum.allMs + one.grantedMs,
        withinMs: sum.withinMs + Math.floor(one.grantedMs * share),
        lastMs:
          overlap < 0 ? sum.lastMs : Math.max(sum.lastMs ?? 0, Math.min(last, until.getTime() - 1)),
      };
    },
    { allMs: 0, withinMs: 0, lastMs: null as number | null, ...reported },
  );
}

/** Whether a year was closed for the person: with their unit or one above it, or where they were then. */
async function isClosed(db: Reader, personId: string, year: number): Promise<boolean> {
  const unit = await unitOfPerson(db, personId);
  const ids = unit?.path.split('/').filter(Boolean) ?? [];
  const ofYear = eq(yearClosings.year, year);
  if ((await db.$count(yearClosings, and(ofYear, inArray(yearClosings.orgUnitId, ids)))) > 0)
    return true;
  const [frozen] = await db
    .select({ id: yearClosings.id })
    .from(closedStandings)
    .innerJoin(yearClosings, eq(yearClosings.id, closedStandings.closingId))
    .where(and(ofYear, eq(closedStandings.personId, personId)))
    .limit(1);
  return frozen !== undefined;
}
