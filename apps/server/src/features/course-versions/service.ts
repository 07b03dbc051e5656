// The published versions of a course: listed, compared, taken out as a package, withdrawn and put back.
import type { CourseVersions } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { count, eq, sql } from 'drizzle-orm';
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
import { packedOf, versionWithFiles } from './version-files.ts';
import { mayWithdraw } from './withdrawal.ts';

export { readCourseDifferences } from './differences.ts';
export { filesOfVersion, type VersionFiles } from './version-files.ts';
export { restoreCourse, withdrawCourse } from './withdrawal.ts';

const { enrolments, people } = schema;

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

export async function listCourseVersions(
  { db }: Platform,
  actor: Actor,
  slug: string,
): Promise<CourseVersions> {
  const published = await knownCourse(db, slug);
  const versions = await versionsOf(db, published.course.id);
  const learners = await learnersOf(db, published.course.id);
  const kept = await withSource(
    db,
    versions.map(({ id }) => id),
  );
  return {
    slug,
    title: published.version.title,
    state: isOpen(published) ? 'published' : 'withdrawn',
    withdrawn: await withdrawalOf(db, published),
    mayWithdraw: mayWithdraw(actor),
    items: versions.map((version) => {
      const { all = 0, completed = 0 } = learners.get(version.id) ?? {};
      return {
        revision: version.revision,
        title: version.title,
        hundredths: version.valueHundredths,
        publishedAt: version.publishedAt.toISOString(),
        isCurrent: version.id === published.version.id,
        learning: all - completed,
        completed,
        hasFiles: kept.has(version.id),
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
  const { version, files } = await versionWithFiles(platform.db, slug, revision);
  const packed = packedOf(platform, slug, version, files);
  const { writeCoursePackage } = await import('@xueshi/formats/course-package');
  const content = writeCoursePackage({ ...packed, publishedAt: version.publishedAt });
  return { name: `${slug}-${revision}.zip`, content };
}
