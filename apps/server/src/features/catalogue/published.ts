// The published catalogue as this process remembers it. Versions never change, so it is read anew
// only when a counter in the database says that something was published or became ready.
import { schema } from '@xueshi/database';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
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

const remembered = new WeakMap<
  Platform['db'],
  { version: number; catalogue: Promise<PublishedCatalogue> }
>();

/** Whether a course may be begun. */
export const isOpen = ({ course }: PublishedCourse): boolean => course.state === 'published';

async function readFromDatabase({ db }: Platform): Promise<PublishedCatalogue> {
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

export async function publishedCatalogue(platform: Platform): Promise<PublishedCatalogue> {
  const version = platform.readChanges().catalogue;
  const known = remembered.get(platform.db);
  if (known?.version === version) return known.catalogue;
  const catalogue = readFromDatabase(platform);
  remembered.set(platform.db, { version, catalogue });
  catalogue.catch(() => remembered.delete(platform.db)); // A failed reading is not remembered.
  return catalogue;
}
