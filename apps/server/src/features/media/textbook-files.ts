// What textbooks are read by, pictures of pages and pictures in chapters, lies under the hash of the book's file. It is
// made from that again whenever it is missing.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';

const foldersIn = ({ config }: Pick<Platform, 'config'>) => join(config.dataFolder, 'textbooks');

/** Where the pictures of a book lie. */
export const textbookFolder = (platform: Pick<Platform, 'config'>, sha256: string): string =>
  join(foldersIn(platform), sha256);

/** Names of pages and of pictures in chapters; nothing else is served. */
export const TEXTBOOK_FILE = /^(?:\d{4}\.webp|p\d{4}\.(?:png|jpe?g|gif|webp))$/;

/**
 * Removes what was made of books that are not among `held`, and what was left half made, once it is older than
 * `olderThanMs` on the clock of the machine. Returns how many.
 */
export async function sweepTextbooks(
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
