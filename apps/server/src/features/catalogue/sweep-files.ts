import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesFolder } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { sweepCourseware, sweepTextbooks } from '../media/service.ts';
import { keptHashes } from './kept-hashes.ts';

const DAY_MS = 86_400_000;

/**
 * Removes files that no version consists of and no textbook is read from: of publishing that failed or was cut off,
 * and of books that another file replaced. What is younger than a day stays, for its row may be written in this
 * moment; the machine's clock wrote that time, so `nowMs` is its.
 */
export async function sweepFiles(platform: Platform, nowMs = Date.now()): Promise<number> {
  const { ofCourses, ofTextbooks } = await keptHashes(platform.db);
  const held = new Set([...ofCourses, ...ofTextbooks]);
  let removed = 0;
  for (const path of await pathsIn(filesFolder(platform))) {
    if (held.has(path.slice(-64))) continue;
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || nowMs - found.ctimeMs < DAY_MS) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  removed += await sweepCourseware(platform, ofCourses, nowMs - DAY_MS);
  removed += await sweepTextbooks(platform, ofTextbooks, nowMs - DAY_MS);
  if (removed > 0) platform.log.info({ removed }, 'files that no course consists of were removed');
  return removed;
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
