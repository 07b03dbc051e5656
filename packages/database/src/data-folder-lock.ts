import { createClient, type Transaction } from '@libsql/client';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type FolderLock = { readonly kind: 'locked'; release(): void } | { readonly kind: 'in-use' };

/**
 * Takes the data folder for this process: exactly one may write to it (DESIGN.md decision 9).
 * The lock is SQLite's own on a small file beside the database, so the operating system lets it
 * go when the process ends, however it ends; there is no stale lock to clean up.
 */
export async function lockDataFolder(folder: string): Promise<FolderLock> {
  const client = createClient({ url: pathToFileURL(join(folder, 'lock.db')).href, timeout: 0 });
  let held: Transaction;
  try {
    held = await client.transaction('write');
    await held.execute('CREATE TABLE IF NOT EXISTS held (by INTEGER)');
  } catch (error) {
    client.close();
    if (isBusy(error)) return { kind: 'in-use' };
    throw error;
  }
  return {
    kind: 'locked',
    release() {
      held.close();
      client.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /SQLITE_BUSY|database is locked/.test(error.message);
}
