// The published versions of a course: listed, compared, taken out as a package, withdrawn and put back.
import type { Checklist, CourseVersionCard, CourseVersions } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { count, eq, inArray, sql } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import {
  isOpen,
  knownCourse,
  versionsOf,
  withSource,
  type PublishedCourse,
} from '../catalogue/service.ts';
import { demandFiles, versionsOfCourse } from './version-files.ts';
import { mayWithdraw } from './withdrawal.ts';

export { changesOfFolder, readCourseDifferences } from './differences.ts';
export {
  demandFiles,
  filesOfVersion,
  versionsOfCourse,
  type VersionFiles,
} from './version-files.ts';
export { restoreCourse, withdrawCourse } from './withdrawal.ts';

const { courseDrafts, enrolments, people, versionReviews } = schema;

async function learnersOf(db: Reader, courseId: string) {
  const completed = sql<number>`count(${enrolments.completedAt})`;
  const rows = await db
    .select({ versionId: enrolments.courseVersionId, all: count(), completed })
    .from(enrolments)
    .where(eq(enrolments.courseId, courseId))
    .groupBy(enrolments.courseVersionId);
  return new Map(rows.map((row) => [row.versionId, row]));
}

async function withdrawalOf(
  db: Reader,
  { course }: PublishedCourse,
): Promise<CourseVersions['withdrawn']> {
  const { withdrawnAt, withdrawnBy, withdrawnReason } = course;
  if (!withdrawnAt || !withdrawnBy) return null;
  const [by] = await db
    .select({ name: people.name })
    .from(people)
    .where(eq(people.id, withdrawnBy));
  return { reason: withdrawnReason ?? '', at: withdrawnAt.toISOString(), by: by?.name ?? '' };
}

/** Who reviewed which version, and how. */
async function reviewsOf(
  db: Reader,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<CourseVersionCard['review']>>> {
  const rows = await db
    .select({ review: versionReviews, by: people.name })
    .from(versionReviews)
    .innerJoin(people, eq(people.id, versionReviews.reviewedBy))
    .where(inArray(versionReviews.courseVersionId, [...versionIds]));
  return new Map(
    rows.map(({ review, by }) => {
      const checklist = review.checklist as Checklist;
      return [review.courseVersionId, { by, at: review.reviewedAt.toISOString(), checklist }];
    }),
  );
}

async function draftOf(db: Reader, slug: string): Promise<string | null> {
  const [row] = await db
    .select({ id: courseDrafts.id })
    .from(courseDrafts)
    .where(eq(courseDrafts.slug, slug));
  return row?.id ?? null;
}

export async function listCourseVersions(
  { db }: Platform,
  actor: Actor,
  slug: string,
): Promise<CourseVersions> {
  const published = await knownCourse(db, slug);
  const versions = await versionsOf(db, published.course.id);
  const learners = await learnersOf(db, published.course.id);
  const ids = versions.map(({ id }) => id);
  const kept = await withSource(db, ids);
  const reviews = await reviewsOf(db, ids);
  return {
    slug,
    title: published.version.title,
    state: isOpen(published) ? 'published' : 'withdrawn',
    withdrawn: await withdrawalOf(db, published),
    mayWithdraw: mayWithdraw(actor),
    draftId: await draftOf(db, slug),
    items: versions.map((version) => {
      const { all = 0, completed = 0 } = learners.get(version.id) ?? {};
      return {
        revision: version.revision,
        title: version.title,
        hundredths: version.valueHundredths,
        publishedAt: version.publishedAt.toISOString(),
        isCurrent: version.id === published.version.id,
        kind: version.kind as CourseVersionCard['kind'],
        learning: all - completed,
        completed,
        hasFiles: kept.has(version.id),
        review: reviews.get(version.id) ?? null,
      };
    }),
  };
}

export interface CoursePackage {
  readonly name: string;
  readonly content: Readable;
}

/** A version as a package to hand on: a stream, made while it is sent. */
export async function fetchCoursePackage(
  platform: Platform,
  slug: string,
  revision: number,
): Promise<CoursePackage> {
  const versions = await versionsOfCourse(platform.db, slug);
  const version = await demandFiles(platform, slug, versions, revision);
  const { writeCoursePackage } = await import('@xueshi/formats/course-package');
  const publishedAt = new Date(version.publishedAt);
  const content = writeCoursePackage({ ...version, publishedAt });
  return { name: `${slug}-${revision}.zip`, content };
}
