// The published catalogue as this process remembers it. Versions never change, so it is read anew
// only when a counter in the database says that something was published or became ready.
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import { rememberBy, type RemembersBy } from '../../platform/remembered.ts';
import { currentCourses, lessonHeads, type LessonHead, type PublishedCourse } from './store.ts';

export interface PublishedCatalogue {
  readonly courses: readonly PublishedCourse[];
  /** Courses that nobody begins any more; who began one may finish it. */
  readonly withdrawn: readonly PublishedCourse[];
  /** Both kinds. */
  readonly byId: ReadonlyMap<string, PublishedCourse>;
  readonly heads: ReadonlyMap<string, readonly LessonHead[]>;
  /** Lectures whose package is ready. */
  readonly readyMedia: ReadonlySet<string>;
}

const memory = rememberBy<PublishedCatalogue>('catalogue', 1);

/** Whether a course may be begun. */
export const isOpen = ({ course }: PublishedCourse): boolean => course.state === 'published';

async function readFromDatabase({ db }: RemembersBy): Promise<PublishedCatalogue> {
  const all = await currentCourses(db);
  const heads = await lessonHeads(
    db,
    all.map((one) => one.version.id),
  );
  const ready = await db
    .select({ id: schema.mediaAssets.id })
    .from(schema.mediaAssets)
    .where(eq(schema.mediaAssets.state, 'ready'));
  return {
    courses: all.filter(isOpen),
    withdrawn: all.filter((one) => !isOpen(one)),
    byId: new Map(all.map((one) => [one.course.id, one])),
    heads: Map.groupBy(heads, (head) => head.courseVersionId),
    readyMedia: new Set(ready.map((asset) => asset.id)),
  };
}

export const publishedCatalogue = (platform: RemembersBy): Promise<PublishedCatalogue> =>
  memory(platform)('all', () => readFromDatabase(platform));
