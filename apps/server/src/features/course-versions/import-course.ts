// A course from a folder or a package, brought in by whoever may run commands on the server.
import { readCourse, type LocatedError } from '@xueshi/formats';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { banksAtHand, importStatutes, knownCourse, publishCourse } from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';

export type ImportOutcome =
  | { readonly ok: true; readonly slug: string; readonly revision: number; readonly isNew: boolean }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Publishes the course as its next version. One with errors changes nothing, and one that is published as it
 * is makes no version. `path` is absolute. Throws where the disk or the database fails.
 */
export async function importCourse(platform: Platform, path: string): Promise<ImportOutcome> {
  if ((await stat(path)).isDirectory()) return publishFolder(platform, path);
  const { unpackCoursePackage } = await import('@xueshi/formats/course-package');
  const room = await mkdtemp(join(platform.config.dataFolder, 'package-'));
  try {
    const unpacked = await unpackCoursePackage(path, room);
    return unpacked.ok ? await publishFolder(platform, unpacked.folder) : unpacked;
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

async function publishFolder(platform: Platform, folder: string): Promise<ImportOutcome> {
  // An installation that was never started has no library yet.
  await importStatutes(platform);
  const statutes = await statutesAtHand(platform);
  const banks = await banksAtHand(platform, statutes);
  const read = await readCourse(folder, { statutes, banks, requireMedia: true });
  if (!read.ok) return read;
  const published = await publishCourse(platform, read.course, statutes, async () => undefined);
  if (!published.ok) return published;
  const { isNew } = published;
  const { version } = await knownCourse(platform.db, read.course.slug);
  return { ok: true, slug: read.course.slug, revision: version.revision, isNew };
}
