import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { LessonContent } from './lesson-content.ts';

const { courses, courseVersions, lessons, mediaAssets } = schema;

export type Course = typeof courses.$inferSelect;
export type CourseVersion = typeof courseVersions.$inferSelect;
export type MediaAsset = typeof mediaAssets.$inferSelect;
export type Lesson = Omit<typeof lessons.$inferSelect, 'content'> & {
  readonly content: LessonContent;
};
/** A lesson as lists need it. */
export type LessonHead = Omit<Lesson, 'content'> & {
  /** The fastest play that counts; null where the lesson is no lecture, or is older than the setting. */
  readonly maxRate: number | null;
  /** Length of a lecture, ms; null for other kinds. */
  readonly durationMs: number | null;
  /** Length of a reading; null for other kinds. */
  readonly characters: number | null;
  /** Per cent that passes a quiz; null for other kinds. */
  readonly passMark: number | null;
  /** How often a quiz may be tried; null: as often as wanted, or no quiz. */
  readonly attempts: number | null;
  /** How long a quiz may take; null: without a limit, or no quiz. */
  readonly timeLimitMinutes: number | null;
  /** How a lecture is gone through the first time; null where the lesson is no lecture, or is older than the setting. */
  readonly seeking: 'free' | 'watched' | null;
  /** How many questions of its author's own a lecture asks; null for other kinds, and where it asks none. */
  readonly questionCount: number | null;
};

export interface PublishedCourse {
  readonly course: Course;
  readonly version: CourseVersion;
}

export async function findCourse(db: Reader, slug: string): Promise<PublishedCourse | null> {
  const [row] = await db
    .select({ course: courses, version: courseVersions })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(eq(courses.slug, slug));
  return row ?? null;
}

export async function findVersion(db: Reader, versionId: string): Promise<CourseVersion | null> {
  const [row] = await db.select().from(courseVersions).where(eq(courseVersions.id, versionId));
  return row ?? null;
}

/** All versions of a course, the newest first. */
export const versionsOf = (db: Reader, courseId: string): Promise<CourseVersion[]> =>
  db
    .select()
    .from(courseVersions)
    .where(eq(courseVersions.courseId, courseId))
    .orderBy(desc(courseVersions.revision));

export async function setCourseState(
  tx: Tx,
  courseId: string,
  values: Pick<Course, 'state' | 'withdrawnReason' | 'withdrawnAt' | 'withdrawnBy'>,
): Promise<void> {
  await tx.update(courses).set(values).where(eq(courses.id, courseId));
}

/** Courses with their current version, those that were withdrawn as well. */
export async function currentCourses(db: Reader): Promise<PublishedCourse[]> {
  return db
    .select({ course: courses, version: courseVersions })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .orderBy(asc(courses.createdAt), asc(courses.slug));
}

const head = {
  id: lessons.id,
  courseVersionId: lessons.courseVersionId,
  key: lessons.key,
  position: lessons.position,
  kind: lessons.kind,
  title: lessons.title,
  required: lessons.required,
  materialSeconds: lessons.materialSeconds,
  mediaAssetId: lessons.mediaAssetId,
  maxRate: sql<number | null>`json_extract(${lessons.content}, '$.maxRate')`,
  durationMs: sql<number | null>`json_extract(${lessons.content}, '$.durationMs')`,
  characters: sql<number | null>`json_extract(${lessons.content}, '$.characters')`,
  passMark: sql<number | null>`json_extract(${lessons.content}, '$.passMark')`,
  attempts: sql<number | null>`json_extract(${lessons.content}, '$.attempts')`,
  timeLimitMinutes: sql<number | null>`json_extract(${lessons.content}, '$.timeLimitMinutes')`,
  seeking: sql<'free' | 'watched' | null>`json_extract(${lessons.content}, '$.seeking')`,
  questionCount: sql<number | null>`json_array_length(${lessons.content}, '$.questions')`,
};

export async function lessonHeads(
  db: Reader,
  versionIds: readonly string[],
): Promise<LessonHead[]> {
  if (versionIds.length === 0) return [];
  return db
    .select(head)
    .from(lessons)
    .where(inArray(lessons.courseVersionId, [...versionIds]))
    .orderBy(asc(lessons.courseVersionId), asc(lessons.position));
}

// Lessons of published versions never change and their ids are never used again; reading the largest
// anew for every answer of an examination would cost more than all the rest of the request.
const remembered = new Map<string, Lesson>();
const MOST_REMEMBERED = 64;

function remember(key: string, lesson: Lesson | null): Lesson | null {
  if (!lesson) return null;
  remembered.delete(key);
  remembered.set(key, lesson);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= MOST_REMEMBERED) break;
    remembered.delete(oldest);
  }
  return lesson;
}

const withContent = (row: typeof lessons.$inferSelect): Lesson => ({
  ...row,
  content: row.content as LessonContent,
});

export async function findLesson(
  db: Reader,
  versionId: string,
  key: string,
): Promise<Lesson | null> {
  const place = `${versionId}/${key}`;
  const known = remembered.get(place);
  if (known) return remember(place, known);
  const [row] = await db
    .select()
    .from(lessons)
    .where(and(eq(lessons.courseVersionId, versionId), eq(lessons.key, key)));
  return remember(place, row ? withContent(row) : null);
}

export async function findLessonById(db: Reader, lessonId: string): Promise<Lesson | null> {
  const known = remembered.get(lessonId);
  if (known) return remember(lessonId, known);
  const [row] = await db.select().from(lessons).where(eq(lessons.id, lessonId));
  return remember(lessonId, row ? withContent(row) : null);
}

/** A lesson in every version of its course that ever had it. */
export async function findCourseLessons(
  db: Reader,
  courseId: string,
  key: string,
): Promise<Lesson[]> {
  const rows = await db
    .select({ lesson: lessons })
    .from(lessons)
    .innerJoin(courseVersions, eq(courseVersions.id, lessons.courseVersionId))
    .where(and(eq(courseVersions.courseId, courseId), eq(lessons.key, key)));
  return rows.map(({ lesson }) => withContent(lesson));
}

/** All lessons of a version with their matter, in order. */
export async function lessonsOf(db: Reader, versionId: string): Promise<Lesson[]> {
  const rows = await db
    .select()
    .from(lessons)
    .where(eq(lessons.courseVersionId, versionId))
    .orderBy(asc(lessons.position));
  return rows.map(withContent);
}

export async function mediaStates(
  db: Reader,
  assetIds: readonly string[],
): Promise<Map<string, MediaAsset>> {
  if (assetIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(mediaAssets)
    .where(inArray(mediaAssets.id, [...assetIds]));
  return new Map(rows.map((row) => [row.id, row]));
}

export interface SearchWords {
  readonly title: string;
  readonly tags: string;
  readonly summary: string;
  readonly body: string;
  readonly initials: string;
}

/** Replaces a course's row in the full-text index. One body per dialect (DESIGN.md decision 10). */
export async function indexCourse(tx: Tx, courseId: string, words: SearchWords): Promise<void> {
  await tx.run(sql`DELETE FROM course_search WHERE course_id = ${courseId}`);
  await tx.run(
    sql`INSERT INTO course_search (course_id, title, tags, summary, body, initials)
        VALUES (${courseId}, ${words.title}, ${words.tags}, ${words.summary}, ${words.body}, ${words.initials})`,
  );
}

/** Course ids that match an FTS expression, best first. One body per dialect. */
export async function searchCourses(db: Reader, expression: string): Promise<string[]> {
  const rows = await db.all<{ course_id: string }>(
    sql`SELECT course_id FROM course_search WHERE course_search MATCH ${expression}
        ORDER BY bm25(course_search, 0.0, 10.0, 8.0, 4.0, 1.0, 6.0)`,
  );
  return rows.map((row) => row.course_id);
}
