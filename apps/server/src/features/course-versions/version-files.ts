import type { Reader } from '@xueshi/database';
import { existsSync } from 'node:fs';
import { keptPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  findCourse,
  knownCourse,
  sourceOf,
  versionsOf,
  type CourseVersion,
  type SourceFile,
} from '../catalogue/service.ts';

/** A version with the places of its files: for comparing them, and for commands on the same machine. */
export interface VersionFiles {
  readonly slug: string;
  readonly title: CourseVersion['title'];
  readonly revision: number;
  readonly publishedAt: string;
  readonly files: readonly (SourceFile & { readonly path: string })[];
}

/** null: its files are not kept. */
async function placed(
  platform: Platform,
  slug: string,
  { id, title, revision, publishedAt }: CourseVersion,
): Promise<VersionFiles | null> {
  const files = await sourceOf(platform.db, id);
  if (files.length === 0) return null;
  return {
    slug,
    title,
    revision,
    publishedAt: publishedAt.toISOString(),
    files: files.map((file) => ({ ...file, path: keptPath(platform, file.sha256) })),
  };
}

/** All versions of a course; refused where there is no such course. */
export async function versionsOfCourse(db: Reader, slug: string): Promise<CourseVersion[]> {
  const { course } = await knownCourse(db, slug);
  return versionsOf(db, course.id);
}

/** The files of one of these versions; refused where it is not among them, its files are not kept, or one is gone. */
export async function demandFiles(
  platform: Platform,
  slug: string,
  versions: readonly CourseVersion[],
  revision: number,
): Promise<VersionFiles> {
  const version = versions.find((one) => one.revision === revision);
  if (!version) throw new Refused('not-found');
  const files = await placed(platform, slug, version);
  if (!files) throw new Refused('course-version-without-files');
  for (const { name, path } of files.files)
    if (!existsSync(path)) throw new Refused('course-version-file-missing', { name });
  return files;
}

/** Without a revision: of the current version. null: there is none, or its files are not kept. */
export async function filesOfVersion(
  platform: Platform,
  slug: string,
  revision: number | null,
): Promise<VersionFiles | null> {
  const published = await findCourse(platform.db, slug);
  if (!published) return null;
  if (revision === null) return placed(platform, slug, published.version);
  const versions = await versionsOf(platform.db, published.course.id);
  const version = versions.find((one) => one.revision === revision);
  return version ? placed(platform, slug, version) : null;
}
