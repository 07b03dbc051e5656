// Which of the courses that policies ask for people have completed (ADR 0063).
import { listed, oneOf, preparedQuery, schema, type Reader } from '@xueshi/database';
import {
  clausesOfAll,
  coursesAskedFor,
  repeatOf,
  repeatYears,
  trainingYearOf,
  type ClauseLists,
  type CompletedCourse,
  type LocalText,
} from '@xueshi/domain';
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';

const { courses, courseVersions, creditEntries, enrolments } = schema;

/** The courses that some policies ask for, by their ids. */
export const askedIn = (policies: readonly ClauseLists[]): string[] =>
  coursesAskedFor(policies.flatMap(clausesOfAll)).map(({ id }) => id);

/**
 * By person, as it was known at an instant: what they completed of some courses, or of others with the
 * same content (DOMAIN 5.7). What was credited belongs to the year of its credit and is completed as long as
 * that stands; what brought no credit, since its like had brought one, to the year in which it was done.
 */
export async function completedCourses(
  db: Reader,
  courseIds: readonly string[],
  personIds: readonly string[],
  until: Date,
): Promise<ReadonlyMap<string, readonly CompletedCourse[]>> {
  if (courseIds.length === 0) return new Map();
  const likes = await likesOf(db, courseIds);
  const found = await completionsOf(db, [...likes.keys()], personIds, until);
  return new Map(
    [...Map.groupBy(found, ({ personId }) => personId)].map(([personId, own]) => [
      personId,
      own.flatMap(({ courseId, year }) => {
        const like = likes.get(courseId);
        if (!like) return [];
        const heldUntil = year + like.heldYears - 1;
        return like.standsFor.map((one) => ({ courseId: one, year, heldUntil }));
      }),
    ]),
  );
}

/** A course as the catalogue has it now. */
export interface CourseNow {
  readonly slug: string;
  readonly title: LocalText;
  /** Whether it may be begun; not once it was withdrawn. */
  readonly isOpen: boolean;
}

/** Courses by their ids, as they are now; none is ever deleted. */
export async function coursesNow(
  db: Reader,
  courseIds: readonly string[],
): Promise<ReadonlyMap<string, CourseNow>> {
  if (courseIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: courses.id,
      slug: courses.slug,
      state: courses.state,
      title: courseVersions.title,
    })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(inArray(courses.id, [...courseIds]));
  return new Map(
    rows.map(({ id, slug, state, title }) => [id, { slug, title, isOpen: state === 'published' }]),
  );
}

interface Like {
  /** Which of the courses that are asked for it is, or has the content of. */
  readonly standsFor: readonly string[];
  /** In how many years, its own included, it cannot be completed again; Infinity for never again. */
  readonly heldYears: number;
}

/** The courses that are asked for and those with the same content, by id. */
async function likesOf(
  db: Reader,
  courseIds: readonly string[],
): Promise<ReadonlyMap<string, Like>> {
  const wanted = new Set(courseIds);
  const all = await db
    .select({
      id: courses.id,
      group: courseVersions.equivalenceGroup,
      repeat: courseVersions.repeat,
    })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId));
  const asked = all.filter(({ id }) => wanted.has(id));
  return new Map(
    all.flatMap(({ id, group, repeat }) => {
      const standsFor = asked
        .filter((one) => one.id === id || (group !== null && one.group === group))
        .map((one) => one.id);
      if (standsFor.length === 0) return [];
      return [[id, { standsFor, heldYears: repeatYears(repeatOf(repeat)) ?? Infinity }] as const];
    }),
  );
}

interface Completion {
  readonly personId: string;
  readonly courseId: string;
  readonly year: number;
}

async function completionsOf(
  db: Reader,
  courseIds: readonly string[],
  personIds: readonly string[],
  until: Date,
): Promise<Completion[]> {
  const asked = {
    people: listed(personIds),
    courses: listed(courseIds),
    until: until.getTime(),
  };
  const credited = await creditedQuery(db).all(asked);
  const given = new Set(credited.map(({ personId, key }) => `${personId} ${key}`));
  const done = await enrolmentsQuery(db).all(asked);
  const uncredited = done.flatMap(({ personId, courseId, completedAt }) => {
    if (completedAt === null) return [];
    const year = trainingYearOf(completedAt);
    const keys = [courseId, `${courseId}:${year}`];
    const isGiven = keys.some((key) => given.has(`${personId} ${key}`));
    return isGiven ? [] : [{ personId, courseId, year }];
  });
  const standing = credited.flatMap(({ personId, courseId, year, stands }) =>
    stands === 1 ? [{ personId, courseId, year }] : [],
  );
  return [...standing, ...uncredited];
}

/**
 * The credits of whole courses, each with whether it stands: as it was given, or by the last of those
 * that corrected it.
 */
const creditedQuery = preparedQuery((db) =>
  db
    .select({
      personId: sql<string>`c.person_id`,
      courseId: sql<string>`c.course_id`,
      year: sql<number>`c.year`,
      key: sql<string>`c.source_key`,
      stands: sql<number>`c.stands`,
    })
    .from(
      sql`(
    WITH RECURSIVE given (entry_id, person_id, year, source_key, course_id) AS (
      SELECT e.id, e.person_id, e.year, e.source_key,
        substr(e.source_key, 1, instr(e.source_key || ':', ':') - 1)
      FROM ${creditEntries} e
      WHERE ${oneOf(sql`e.person_id`, 'people')} AND e.source_type IN ('course', 'supplement')
        AND e.kind <> 'reversal' AND e.posted_at <= ${sql.placeholder('until')}
        AND ${oneOf(sql`substr(e.source_key, 1, instr(e.source_key || ':', ':') - 1)`, 'courses')}
    ), chain (entry_id, person_id, year, source_key, course_id) AS (
      SELECT * FROM given
      UNION ALL
      SELECT e.id, h.person_id, h.year, h.source_key, h.course_id
      FROM chain h JOIN ${creditEntries} e ON e.person_id = h.person_id
        AND e.source_type = 'correction' AND e.kind <> 'reversal'
        AND e.posted_at <= ${sql.placeholder('until')}
        AND json_extract(e.evidence, '$.corrects') = h.entry_id
    )
    SELECT person_id, year, source_key, course_id, max(NOT EXISTS (
      SELECT 1 FROM ${creditEntries} r WHERE r.reverses_id = chain.entry_id
        AND r.posted_at <= ${sql.placeholder('until')})) AS stands
    FROM chain GROUP BY person_id, year, source_key, course_id
  ) c`,
    )
    .prepare(),
);

const enrolmentsQuery = preparedQuery((db) =>
  db
    .select({
      personId: enrolments.personId,
      courseId: enrolments.courseId,
      completedAt: enrolments.completedAt,
    })
    .from(enrolments)
    .where(
      and(
        oneOf(enrolments.personId, 'people'),
        oneOf(enrolments.courseId, 'courses'),
        isNotNull(enrolments.completedAt),
        sql`${enrolments.completedAt} <= ${sql.placeholder('until')}`,
      ),
    )
    .prepare(),
);
