// The file of an import, kept in the data folder until it can no longer be undone.
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';

const MOST_MEGABYTES = 32;

const folderOf = ({ config }: Pick<Platform, 'config'>) => join(config.dataFolder, 'imports');

export const fileOfImport = (platform: Pick<Platform, 'config'>, importId: string) =>
  join(folderOf(platform), importId);

/** Writes what is sent to disk as it comes, and returns its size in bytes; refuses what is too large. */
export async function keepFile(
  platform: Platform,
  importId: string,
  content: Readable,
): Promise<number> {
  await mkdir(folderOf(platform), { recursive: true });
  const path = fileOfImport(platform, importId);
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= MOST_MEGABYTES * 1024 * 1024) done(null, chunk);
      else done(new Refused('import-too-large', { megabytes: MOST_MEGABYTES }));
    },
  });
  try {
    await pipeline(content, bounded, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await forgetFile(platform, importId);
    throw error;
  }
  return bytes;
}

/** The imports whose files are still kept. */
export const importsWithFile = async (platform: Pick<Platform, 'config'>): Promise<string[]> =>
  existsSync(folderOf(platform)) ? readdir(folderOf(platform)) : [];

export const forgetFile = (platform: Pick<Platform, 'config'>, importId: string) =>
  rm(fileOfImport(platform, importId), { force: true });
