import type { Reader } from '@xueshi/database';
import { keptPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  findCourse,
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

/** A version with the places of its files: for commands on the same machine. */
export interface VersionFiles {
  readonly slug: string;
  readonly title: CourseVersion['title'];
  readonly revision: number;
  readonly publishedAt: string;
  readonly files: readonly (SourceFile & { readonly path: string })[];
}

export const packedOf = (
  platform: Platform,
  slug: string,
  { title, revision, publishedAt }: CourseVersion,
  files: readonly SourceFile[],
): VersionFiles => ({
  slug,
  title,
  revision,
  publishedAt: publishedAt.toISOString(),
  files: files.map((file) => ({ ...file, path: keptPath(platform, file.sha256) })),
});

/** Without a revision: of the current version. null: there is none, or its files are not kept. */
export async function filesOfVersion(
  platform: Platform,
  slug: string,
  revision: number | null,
): Promise<VersionFiles | null> {
  const { db } = platform;
  const published = await findCourse(db, slug);
  if (!published) return null;
  const wanted = revision ?? published.version.revision;
  const versions = await versionsOf(db, published.course.id);
  const version = versions.find((one) => one.revision === wanted);
  const files = version ? await sourceOf(db, version.id) : [];
  return version && files.length > 0 ? packedOf(platform, slug, version, files) : null;
}
