import type { Reader } from '@xueshi/database';
import { Refused } from '../../platform/refused.ts';
import {
  knownCourse,
  sourceOf,
  versionsOf,
  type CourseVersion,
  type PublishedCourse,
  type SourceFile,
} from '../catalogue/service.ts';

export interface VersionWithFiles {
  readonly published: PublishedCourse;
  readonly version: CourseVersion;
  readonly files: readonly SourceFile[];
}

/** A version with the files that it was made from. */
export async function versionWithFiles(
  db: Reader,
  slug: string,
  revision: number,
): Promise<VersionWithFiles> {
  const published = await knownCourse(db, slug);
  const versions = await versionsOf(db, published.course.id);
  const version = versions.find((one) => one.revision === revision);
  if (!version) throw new Refused('not-found');
  const files = await sourceOf(db, version.id);
  if (files.length === 0) throw new Refused('course-version-without-files');
  return { published, version, files };
}
