import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { contains } from '../../platform/typed-words.ts';

const { courses, courseVersions, lessons, notes } = schema;

export type NoteRow = typeof notes.$inferSelect;

/** A note with the names of its place as they are now. */
export interface PlacedNote {
  readonly note: NoteRow;
  readonly courseSlug: string;
  readonly courseTitle: NoteRow['lessonTitle'];
  /** null where the course's present version has the lesson no more. */
  readonly lessonTitle: NoteRow['lessonTitle'] | null;
}

export interface NoteFilter {
  readonly personId: string;
  readonly noteId?: string;
  readonly courseSlug?: string;
  readonly lesson?: { readonly courseId: string; readonly key: string };
  /** Words to be found in it, as typed. */
  readonly words?: string;
}

function conditionsOf({
  personId,
  noteId,
  courseSlug,
  lesson,
  words,
}: NoteFilter): SQL | undefined {
  const wanted = words?.trim();
  return and(
    eq(notes.personId, personId),
    noteId === undefined ? undefined : eq(notes.id, noteId),
    courseSlug === undefined ? undefined : eq(courses.slug, courseSlug),
    lesson && and(eq(notes.courseId, lesson.courseId), eq(notes.lessonKey, lesson.key)),
    wanted ? contains(notes.text, wanted) : undefined,
  );
}

/** In the order of the material: course, lesson, place. */
export async function findNotes(
  db: Reader,
  filter: NoteFilter,
  window: { readonly limit: number; readonly offset: number } = { limit: -1, offset: 0 },
): Promise<PlacedNote[]> {
  return db
    .select({
      note: notes,
      courseSlug: courses.slug,
      courseTitle: courseVersions.title,
      lessonTitle: lessons.title,
    })
    .from(notes)
    .innerJoin(courses, eq(courses.id, notes.courseId))
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .leftJoin(
      lessons,
      and(eq(lessons.courseVersionId, courses.currentVersionId), eq(lessons.key, notes.lessonKey)),
    )
    .where(conditionsOf(filter))
    .orderBy(
      asc(courses.createdAt),
      asc(courses.slug),
      asc(sql`coalesce(${lessons.position}, 10000)`),
      asc(notes.lessonKey),
      asc(sql`coalesce(${notes.atMs}, ${notes.paragraph}, -1)`),
      asc(notes.createdAt),
      asc(notes.id),
    )
    .limit(window.limit)
    .offset(window.offset);
}

export async function countNotes(db: Reader, filter: NoteFilter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(notes)
    .innerJoin(courses, eq(courses.id, notes.courseId))
    .where(conditionsOf(filter));
  return row?.count ?? 0;
}

export async function notesPerCourse(db: Reader, personId: string) {
  const counts = await db
    .select({ courseId: notes.courseId, count: sql<number>`count(*)` })
    .from(notes)
    .where(eq(notes.personId, personId))
    .groupBy(notes.courseId);
  if (counts.length === 0) return [];
  const rows = await db
    .select({ id: courses.id, slug: courses.slug, title: courseVersions.title })
    .from(courses)
    .innerJoin(courseVersions, eq(courseVersions.id, courses.currentVersionId))
    .where(
      inArray(
        courses.id,
        counts.map((one) => one.courseId),
      ),
    )
    .orderBy(asc(courses.createdAt), asc(courses.slug));
  const countOf = new Map(counts.map((one) => [one.courseId, one.count]));
  return rows.map(({ id, slug, title }) => ({ slug, title, count: countOf.get(id) ?? 0 }));
}

export async function findByRequest(
  db: Reader,
  personId: string,
  requestId: string,
): Promise<string | null> {
  const [row] = await db
    .select({ id: notes.id })
    .from(notes)
    .where(and(eq(notes.personId, personId), eq(notes.requestId, requestId)));
  return row?.id ?? null;
}

export async function insertNote(tx: Tx, row: NoteRow): Promise<void> {
  await tx.insert(notes).values(row);
}

export async function updateNote(
  tx: Tx,
  noteId: string,
  change: Pick<NoteRow, 'text' | 'version' | 'updatedAt'>,
): Promise<void> {
  await tx.update(notes).set(change).where(eq(notes.id, noteId));
}

export async function removeNote(tx: Tx, noteId: string): Promise<void> {
  await tx.delete(notes).where(eq(notes.id, noteId));
}
