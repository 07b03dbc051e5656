// A course that came as a folder and is worked on in the studio since: its folder lies there still.
import { schema } from '@xueshi/database';
import { locatedError, WHOLE_FILE, type CourseSource, type LocatedError } from '@xueshi/formats';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { findCourse, versionsOf } from './store.ts';

const { versionReviews } = schema;

export type BesideStudio =
  /** What learners have did not come from the studio, or is this very content. */
  | { readonly kind: 'free' }
  /** The folder is what it was before the studio went on from it: nothing is put back. */
  | { readonly kind: 'older' }
  /** The folder says something new, which would undo what a reviewer published. */
  | { readonly kind: 'contrary'; readonly errors: readonly LocatedError[] };

/** Whether a folder that is read anew, as after a change of any statute or bank, may publish its course. */
export async function besideStudio(
  { db }: Platform,
  source: Pick<CourseSource, 'slug' | 'contentHash'>,
): Promise<BesideStudio> {
  const published = await findCourse(db, source.slug);
  if (!published || published.version.contentHash === source.contentHash) return { kind: 'free' };
  const [review] = await db
    .select({ at: versionReviews.reviewedAt })
    .from(versionReviews)
    .where(eq(versionReviews.courseVersionId, published.version.id));
  if (!review) return { kind: 'free' };
  const versions = await versionsOf(db, published.course.id);
  if (versions.some(({ contentHash }) => contentHash === source.contentHash))
    return { kind: 'older' };
  const { revision } = published.version;
  const error = locatedError('course-in-studio', 'course.yaml', WHOLE_FILE, { revision });
  return { kind: 'contrary', errors: [error] };
}
