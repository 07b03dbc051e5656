import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openArchiveFile } from '../archive/foreign-archive.ts';
import type { LocatedError } from '../located-error.ts';
import { COURSEWARE_LIMITS } from './limits.ts';
import { partErrors } from './parts.ts';

/**
 * Unpacks `files` of a package of courseware, as `readCourseware` lists them, under their names into `room`,
 * an empty folder; no errors: all of them are there. A hostile or damaged archive is refused whole; what was written until then is left in
 * `room`, which the caller removes. Throws where the disk fails.
 */
export async function unpackCourseware(
  path: string,
  files: readonly string[],
  room: string,
): Promise<readonly LocatedError[]> {
  const opened = await openArchiveFile('', path, COURSEWARE_LIMITS);
  if (!opened.ok) return opened.errors;
  const { archive } = opened;
  try {
    const errors = partErrors('', archive, COURSEWARE_LIMITS);
    if (errors.length > 0) return errors;
    for (const name of files) {
      // A name that the archive does not hold is refused by it, so none can lead out of the room.
      const target = join(room, name);
      if (archive.has(name)) await mkdir(dirname(target), { recursive: true });
      const error = await archive.extract(name, target);
      if (error) return [error];
    }
    return [];
  } finally {
    archive.close();
  }
}
