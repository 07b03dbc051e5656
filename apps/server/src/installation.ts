// Opens a data folder: lock, database, migrations, secret. What `serve`, `check` and the tests share.
import {
  databaseTrouble,
  findBrokenText,
  findDamage,
  isReadAtStart,
  lockDataFolder,
  migrate,
  openDatabase,
  type Database,
  type FolderLock,
} from '@xueshi/database';
import type { FastifyBaseLogger } from 'fastify';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beginAuditChain } from './features/audit/service.ts';
import { settleStandings } from './features/standings/service.ts';
import { CannotRun } from './platform/cannot-run.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { endUnsynced } from './platform/end-unsynced.ts';
import { endedInDisorder, markClosed, markOpen } from './platform/last-end.ts';
import { openMail } from './platform/mail.ts';
import { roomAt } from './platform/disk-room.ts';
import type { Platform } from './platform/platform.ts';

/** A data folder that cannot be opened; the message says what to do. */
export class CannotOpen extends CannotRun {}

export interface Installation {
  readonly platform: Platform;
  readonly database: Database;
  close(): Promise<void>;
}

const LEAST_FREE_BYTES = 64 * 1024 * 1024;

async function prepareFolder(folder: string): Promise<void> {
  try {
    // The record of people's learning is nobody else's to read on a shared machine.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CannotOpen(
      `The data folder ${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}. ` +
        'Give this user the right to write there, or set XUESHI_DATA to another folder.',
    );
  }
  if ((await roomAt(folder)).freeBytes < LEAST_FREE_BYTES) {
    throw new CannotOpen(
      `There is less than 64 MiB free for the data folder ${folder}. Make room or set XUESHI_DATA to another disk.`,
    );
  }
}

async function takeLock(folder: string): Promise<Extract<FolderLock, { kind: 'locked' }>> {
  const lock = await lockDataFolder(folder);
  if (lock.kind === 'in-use') {
    throw new CannotOpen(
      `The data folder ${folder} is in use by a running Xueshi. Stop that one first, or set XUESHI_DATA to another folder. Nothing was changed.`,
    );
  }
  return lock;
}

async function readSecret(folder: string): Promise<KeyObject> {
  const file = join(folder, 'secret.key');
  try {
    const kept = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
    if (kept.length === 32) return createSecretKey(kept);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const secret = randomBytes(32);
  await writeFile(file, `${secret.toString('hex')}\n`, { mode: 0o600 });
  return createSecretKey(secret);
}

const databaseFile = (folder: string) => join(folder, 'xueshi.db');

const damaged = (folder: string, found: string) =>
  new CannotOpen(
    `The database file ${databaseFile(folder)} is damaged (${found.replaceAll(/\s+/g, ' ').trim()}). Nothing is served from it. ` +
      'Keep the data folder as it is, look at the disk, and restore the last good backup into another folder: docs/operate.md, "Restore".',
  );

/**
 * The driver ends the whole process when it is to read a text whose bytes are none (docs/operate.md, "A failing disk").
 * Looking through all of them takes long, so only where the last process did not end in order and the file is small.
 */
async function findEndingText(
  { client }: Database,
  folder: string,
  log: FastifyBaseLogger,
): Promise<string | null> {
  if (await endedInDisorder(folder)) {
    const isShort = await isReadAtStart(databaseFile(folder));
    log.warn(
      isShort
        ? 'The last run did not end in order: the texts of the database are looked through'
        : 'The last run did not end in order, and the database is too large for its texts to be looked through at a start: run `xueshi check`',
    );
    const [place] = isShort ? await findBrokenText(client) : [];
    if (place !== undefined) return `no text any more: ${place}`;
  }
  await markOpen(folder);
  return null;
}

/** Damage is found before anything is read for somebody, or written. */
async function openUndamaged(
  folder: string,
  clock: Clock,
  log: FastifyBaseLogger,
): Promise<Database> {
  const file = databaseFile(folder);
  try {
    const database = await openDatabase(
      file,
      (tx) => settleStandings(clock, tx),
      (error) => endUnsynced(log, error),
    );
    const found =
      (await findDamage(database.client, file)) ?? (await findEndingText(database, folder, log));
    if (found === null) return database;
    database.client.close();
    throw damaged(folder, found);
  } catch (error) {
    if (databaseTrouble(error) !== 'damaged') throw error;
    throw damaged(folder, error instanceof Error ? error.message : 'malformed');
  }
}

async function openMigrated(
  folder: string,
  clock: Clock,
  log: FastifyBaseLogger,
): Promise<Database> {
  const database = await openUndamaged(folder, clock, log);
  const now = clock.now();
  const outcome = await migrate(database.client, { backups: join(folder, 'backups'), now });
  if (outcome.kind === 'migrated') {
    if (outcome.applied.length > 0)
      log.info({ applied: outcome.applied, backup: outcome.backup }, 'database migrated');
    return database;
  }
  await database.close();
  throw new CannotOpen(
    outcome.kind === 'newer-database'
      ? `The database was written by a newer version of Xueshi (it knows ${outcome.unknown}). Install that version, or restore a backup from ${join(folder, 'backups')}.`
      : `The migration ${outcome.name} differs from the one this database was made with. Install an unchanged copy of Xueshi.`,
  );
}

/** Opens the installation for writing. Throws CannotOpen with a sentence for the operator. */
export async function openInstallation(
  config: Config,
  log: FastifyBaseLogger,
  clock: Clock = systemClock,
): Promise<Installation> {
  const folder = config.dataFolder;
  await prepareFolder(folder);
  const lock = await takeLock(folder);
  try {
    const database = await openMigrated(folder, clock, log);
    const secret = await readSecret(folder);
    const platform: Platform = {
      config,
      clock,
      log,
      secret,
      mail: openMail(config),
      db: database.db,
      write: database.write,
      takeTurn: database.takeTurn,
      readChanges: database.readChanges,
    };
    await beginAuditChain(platform);
    return {
      platform,
      database,
      async close() {
        await database.close();
        await markClosed(folder);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
