// Files that the record refers to: kept once, under the SHA-256 of their bytes, and never changed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { newId } from './new-id.ts';
import type { Platform } from './platform.ts';

type Folder = Pick<Platform, 'config'>;

export interface KeptFile {
  /** SHA-256 of the bytes, hexadecimal: the name it is kept under. */
  readonly sha256: string;
  readonly bytes: number;
}

export const filesFolder = ({ config }: Folder) => join(config.dataFolder, 'files');

export const keptPath = (platform: Folder, sha256: string): string =>
  join(filesFolder(platform), sha256.slice(0, 2), sha256);

/**
 * Keeps a file in the data folder. It appears whole and on the disk, or not at all. One that lies in the data
 * folder already is changed by nobody else: it gets another name, and no second copy.
 */
export async function keepFile(platform: Folder, path: string): Promise<KeptFile> {
  const partial = join(filesFolder(platform), `${newId()}.partial`);
  await mkdir(filesFolder(platform), { recursive: true });
  try {
    const isOurs = path.startsWith(`${platform.config.dataFolder}${sep}`);
    const kept = isOurs ? await linkHashing(path, partial) : await copyHashing(path, partial);
    const target = keptPath(platform, kept.sha256);
    if (await isThere(target, kept.bytes)) return kept;
    await mkdir(dirname(target), { recursive: true });
    await rename(partial, target);
    await syncPath(dirname(target));
    return kept;
  } finally {
    await rm(partial, { force: true });
  }
}

async function linkHashing(from: string, to: string): Promise<KeptFile> {
  try {
    await link(from, to);
  } catch {
    return copyHashing(from, to); // Not every file system has second names.
  }
  const sha256 = await hashOfFile(to);
  await syncPath(to);
  return { sha256, bytes: (await stat(to)).size };
}

async function copyHashing(from: string, to: string): Promise<KeptFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const target = await open(to, 'wx');
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      if (!Buffer.isBuffer(chunk)) continue;
      hash.update(chunk);
      bytes += chunk.length;
      await target.writeFile(chunk);
    }
    await target.sync();
  } finally {
    await target.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** SHA-256 of a file, hexadecimal; memory stays flat. */
export async function hashOfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { signal, highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** What is wrong with a file that is to have this hash; null: nothing. */
export async function problemOfKept(
  path: string,
  sha256: string,
): Promise<'changed' | 'missing' | null> {
  try {
    return (await hashOfFile(path)) === sha256 ? null : 'changed';
  } catch {
    return 'missing'; // Or it cannot be read, which is as bad.
  }
}

async function isThere(path: string, bytes: number): Promise<boolean> {
  return stat(path).then(
    ({ size }) => size === bytes,
    () => false,
  );
}

/** Puts a file's bytes, or a folder's entries, on the disk itself. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
