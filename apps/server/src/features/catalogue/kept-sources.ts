// The files that a published version was made from, so that it can be taken out, compared and written on.
import { schema, type Reader, type Tx } from '@xueshi/database';
import type { CourseSource, MediaFile } from '@xueshi/formats';
import { asc, eq, inArray } from 'drizzle-orm';
import { join } from 'node:path';
import { keepFile, keptPath, type KeptFile } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';

const { courseVersionFiles } = schema;

export interface SourceFile extends KeptFile {
  /** Its name in the course's folder, with forward slashes. */
  readonly name: string;
}

/** Keeps every file of a course as read. */
export async function keepSource(
  platform: Platform,
  { folder, files }: Pick<CourseSource, 'folder' | 'files'>,
): Promise<readonly SourceFile[]> {
  const kept: SourceFile[] = [];
  for (const name of files) kept.push({ name, ...(await keepFile(platform, join(folder, name))) });
  return kept;
}

/** A lecture's files at the places where they stay, whatever becomes of the course's folder. */
export function asKept<File extends MediaFile>(
  platform: Platform,
  kept: readonly SourceFile[],
  file: File,
): File {
  const found = kept.find(({ name }) => name === file.name);
  if (!found) throw new Error(`${file.name} was kept before it is looked for`);
  return { ...file, path: keptPath(platform, found.sha256) };
}

/** What a version consists of is said once. */
export async function recordSource(
  tx: Tx,
  courseVersionId: string,
  files: readonly SourceFile[],
): Promise<void> {
  if (files.length === 0) return;
  await tx
    .insert(courseVersionFiles)
    .values(files.map((file) => ({ courseVersionId, ...file })))
    .onConflictDoNothing();
}

/** The files of a version, by name; none where it was published before sources were kept. */
export async function sourceOf(db: Reader, versionId: string): Promise<SourceFile[]> {
  const { name, sha256, bytes } = courseVersionFiles;
  return db
    .select({ name, sha256, bytes })
    .from(courseVersionFiles)
    .where(eq(courseVersionFiles.courseVersionId, versionId))
    .orderBy(asc(name));
}

/** Which of the versions have their files kept. */
export async function withSource(db: Reader, versionIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ id: courseVersionFiles.courseVersionId })
    .from(courseVersionFiles)
    .where(inArray(courseVersionFiles.courseVersionId, [...versionIds]));
  return new Set(rows.map(({ id }) => id));
}
