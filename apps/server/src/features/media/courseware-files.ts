// Packages of courseware lie unpacked under the hash of their zip, for their frames to load. They are made
// from it again whenever they are missing.
import { readCourseware, unpackCourseware } from '@xueshi/formats';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { keptPath, syncPath } from '../../platform/kept-files.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';

const foldersIn = ({ config }: Pick<Platform, 'config'>) => join(config.dataFolder, 'courseware');

/** Where a package lies unpacked. */
export const coursewareFolder = (platform: Pick<Platform, 'config'>, sha256: string): string =>
  join(foldersIn(platform), sha256);

/** Unpacks a package that a course consists of. */
export const unpackKept = (platform: Platform, sha256: string): Promise<void> =>
  unpackPackage(platform, keptPath(platform, sha256), sha256);

/** Unpacks the package in `zip`, which has this hash; it appears whole or not at all, and once. */
export async function unpackPackage(
  platform: Platform,
  zip: string,
  sha256: string,
): Promise<void> {
  const target = coursewareFolder(platform, sha256);
  if (existsSync(target)) return;
  const room = join(foldersIn(platform), `${newId()}.partial`);
  await mkdir(room, { recursive: true });
  try {
    const read = await readCourseware('', zip);
    const errors = read.ok ? await unpackCourseware(zip, read.files, room) : read.errors;
    // It was whole when its course was read: the disk is to blame, and `xueshi check` says so.
    if (errors.length > 0) throw new Error(`the package ${sha256} cannot be unpacked any more`);
    await syncPath(room);
    // Two may unpack the same at once: the one that comes second finds it there.
    await rename(room, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
    await syncPath(foldersIn(platform));
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/**
 * Removes what was unpacked of packages that are not among `held`, and what was left half unpacked, once it is
 * older than `olderThanMs` on the clock of the machine. Returns how many.
 */
export async function sweepCourseware(
  platform: Platform,
  held: ReadonlySet<string>,
  olderThanMs: number,
): Promise<number> {
  let removed = 0;
  for (const name of await readdir(foldersIn(platform)).catch(() => [])) {
    if (held.has(name)) continue;
    const path = join(foldersIn(platform), name);
    const found = await stat(path).catch(() => null);
    if (!found || found.ctimeMs > olderThanMs) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
