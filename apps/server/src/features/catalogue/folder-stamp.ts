import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Raise it when the same folder should be read anew after a change of the reader or of what is kept. */
const READER_VERSION = 2;

/**
 * What a course folder, the statutes it is checked against and the banks it draws from look like from outside: where they
 * lie, and the names, sizes and times of their files. The same stamp means that nothing was touched.
 */
export async function stampOf(...folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`reader ${READER_VERSION}`);
  for (const folder of folders) {
    hash.update(`\n${folder}`);
    const files = (await entriesOf(folder))
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      const { size, mtimeMs } = await stat(file).catch(() => ({ size: -1, mtimeMs: -1 }));
      hash.update(`\n${file} ${size} ${mtimeMs}`);
    }
  }
  return hash.digest('hex');
}

/** A folder that need not exist is then as empty. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
