// Whether the program that had the data folder before this one ended in order: a file says that the folder is open, and
// goes when it is closed.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OPEN_FILE = 'open';

/** Of this start of the machine; the same for ever where the system does not say. */
const bootId = () =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (id) => id.trim(),
    () => 'unknown',
  );

/** Whether the last program was ended by something within it, or killed, and not with the whole machine. */
export async function endedInDisorder(folder: string): Promise<boolean> {
  const left = await readFile(join(folder, OPEN_FILE), 'utf8').catch(() => null);
  return left === (await bootId());
}

export const markOpen = async (folder: string) =>
  writeFile(join(folder, OPEN_FILE), await bootId());

export const markClosed = (folder: string) => rm(join(folder, OPEN_FILE), { force: true });
