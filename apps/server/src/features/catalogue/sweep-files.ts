import { schema } from '@xueshi/database';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesFolder } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { sweepCourseware } from '../media/service.ts';

const DAY_MS = 86_400_000;

/**
 * Removes files that no version consists of: of publishing that failed or was cut off. What is younger than a
 * day stays, for its row may be written in this moment; the machine's clock wrote that time, so `nowMs` is its.
 */
export async function sweepFiles(platform: Platform, nowMs = Date.now()): Promise<number> {
  const { sha256 } = schema.courseVersionFiles;
  const rows = await platform.db.selectDistinct({ sha256 }).from(schema.courseVersionFiles);
  const held = new Set(rows.map((row) => row.sha256));
  let removed = 0;
  for (const path of await pathsIn(filesFolder(platform))) {
    if (held.has(path.slice(-64))) continue;
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || nowMs - found.ctimeMs < DAY_MS) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  removed += await sweepCourseware(platform, held, nowMs - DAY_MS);
  if (removed > 0) platform.log.info({ removed }, 'files that no course consists of were removed');
  return removed;
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
