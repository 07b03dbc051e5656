// Databases in folders of their own, for tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from './connection.ts';
import { migrate } from './migrate.ts';

export const NOW = new Date('2026-03-02T01:00:00Z');

export interface TemporaryDatabase extends Database {
  readonly folder: string;
  readonly file: string;
  remove(): Promise<void>;
}

export async function openTemporaryDatabase({ migrated = true } = {}): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-database-'));
  const file = join(folder, 'xueshi.db');
  const database = await openDatabase(file);
  if (migrated) await migrate(database.client, { backups: join(folder, 'backups'), now: NOW });
  return {
    ...database,
    folder,
    file,
    async remove() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
