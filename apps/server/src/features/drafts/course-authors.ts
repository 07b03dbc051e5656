// Whose a course is: of those written in the studio it is known who began them, of folders it is not.
import { schema, type Reader } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';

const { courseDrafts, courses } = schema;

/** Who began a draft of a course, the first one first; none where it came as a folder. */
export async function authorsOfCourse(db: Reader, courseId: string): Promise<string[]> {
  const rows = await db
    .select({ personId: courseDrafts.createdBy })
    .from(courseDrafts)
    .innerJoin(courses, eq(courses.slug, courseDrafts.slug))
    .where(eq(courses.id, courseId))
    .orderBy(asc(courseDrafts.createdAt), asc(courseDrafts.id));
  return [...new Set(rows.map(({ personId }) => personId))];
}

/** The published courses of which somebody began a draft. */
export async function coursesByAuthor(db: Reader, personId: string): Promise<string[]> {
  const rows = await db
    .select({ id: courses.id })
    .from(courseDrafts)
    .innerJoin(courses, eq(courses.slug, courseDrafts.slug))
    .where(eq(courseDrafts.createdBy, personId));
  return [...new Set(rows.map(({ id }) => id))];
}
