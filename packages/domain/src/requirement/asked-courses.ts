// Certain courses that a clause asks for: which are completed and which are missing (ADR 0063).
import type { AskedCourse, Clause, CourseDemand } from './clause.ts';

/** A course that somebody completed, or one with the same content in its place. */
export interface CompletedCourse {
  readonly courseId: string;
  /** The training year to which it belongs: that of its credit, where it brought one. */
  readonly year: number;
  /** The last training year in which it cannot be completed again; Infinity where it never can. */
  readonly heldUntil: number;
}

export interface AskedResult {
  readonly atLeast: number;
  /** How many of the courses are completed, 0 to their number. */
  readonly done: number;
  readonly asked: readonly {
    readonly course: AskedCourse;
    /** Of the completion that counts, the latest; null while it is not completed. */
    readonly completedIn: number | null;
  }[];
  /** What those that are completed are worth, hundredths of a credit hour. */
  readonly hundredths: number;
  /** What the least of the others are worth that still make up the number; 0 once it is reached. */
  readonly missingHundredths: number;
}

/**
 * How somebody stands to a demand in a year, the last of a period. A course counts that was completed
 * in the period; and one completed before it that cannot be completed again yet, or whoever learned
 * it in time would owe for ever what nobody lets them do. Source: DOMAIN 5.5; ADR 0063.
 */
export function askedResult(
  { of, atLeast }: CourseDemand,
  completed: readonly CompletedCourse[],
  { fromYear, year }: { readonly fromYear: number; readonly year: number },
): AskedResult {
  const years = new Map<string, number>();
  for (const one of completed)
    if (one.year <= year && (one.year >= fromYear || one.heldUntil >= year))
      years.set(one.courseId, Math.max(one.year, years.get(one.courseId) ?? 0));
  const asked = of.map((course) => ({ course, completedIn: years.get(course.id) ?? null }));
  const worth = (courses: typeof asked) => courses.map(({ course }) => course.hundredths);
  const had = worth(asked.filter(({ completedIn }) => completedIn !== null));
  const open = worth(asked.filter(({ completedIn }) => completedIn === null));
  const missing = open
    .sort((one, other) => one - other)
    .slice(0, Math.max(0, atLeast - had.length));
  return {
    atLeast,
    done: had.length,
    asked,
    hundredths: sum(had),
    missingHundredths: sum(missing),
  };
}

const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);

/**
 * Whether whatever courses meet one demand meet the one above too: of the least that it takes, even
 * when as many as possible are courses that the one above does not list, enough are left for it.
 * Source: DOMAIN G2.
 */
export function coursesAskAtLeast(own: CourseDemand, above: CourseDemand): boolean {
  const listedAbove = new Set(above.of.map(({ id }) => id));
  const others = own.of.filter(({ id }) => !listedAbove.has(id)).length;
  return own.atLeast - others >= above.atLeast;
}

/** The courses that some clauses ask for, each once. */
export function coursesAskedFor(clauses: readonly Pick<Clause, 'courses'>[]): AskedCourse[] {
  const courses = clauses.flatMap((clause) => clause.courses?.of ?? []);
  return [...new Map(courses.map((course) => [course.id, course])).values()];
}
