import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Raise it when the same folder should be read anew after a change of the reader or of what is kept. */
const READER_VERSION = 1;

/**
 * What a course folder and the statutes it is checked against look like from outside: where they
 * lie, and the names, sizes and times of their files. The same stamp means that nothing was touched.
 */
export async function stampOf(...folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`reader ${READER_VERSION}`);
  for (const folder of folders) {
    hash.update(`\n${folder}`);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const { size, mtimeMs } = await stat(file).catch(() => ({ size: -1, mtimeMs: -1 }));
      hash.update(`\n${file} ${size} ${mtimeMs}`);
    }
  }
  return hash.digest('hex');
}
