// Where files of drafts lie: on their way in one folder under their ids, whole in another under their hashes.
// Names that came from outside are never part of a path.
import { link, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { roomAt } from '../../platform/disk-room.ts';
import { syncPath } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { hasCode } from './error-code.ts';

type Where = Pick<Platform, 'config'>;

export const arrivingFolder = ({ config }: Where) => join(config.dataFolder, 'uploads');
export const keptFolder = ({ config }: Where) => join(config.dataFolder, 'drafts');
export const arrivingPath = (platform: Where, id: string) => join(arrivingFolder(platform), id);
export const keptPath = (platform: Where, keptAs: string) => join(keptFolder(platform), keptAs);

/** Names in the kept folder; nothing else there is served or swept. */
export const KEPT_NAME = /^[0-9a-f]{64}\.[a-z0-9]{2,4}$/;

/** Bytes that are always left to the database, which lies on the same disk. */
const RESERVE_BYTES = 1024 ** 3;

export async function hasRoom(platform: Where, bytes: number): Promise<boolean> {
  const { freeBytes } = await roomAt(platform.config.dataFolder);
  return freeBytes - bytes > RESERVE_BYTES;
}

export const makeFolders = async (platform: Where): Promise<void> => {
  await mkdir(arrivingFolder(platform), { recursive: true });
  await mkdir(keptFolder(platform), { recursive: true });
};

/** How much of an upload is there; 0 where nothing came yet. */
export async function arrivedBytes(platform: Where, id: string): Promise<number> {
  return stat(arrivingPath(platform, id)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A whole file gets its lasting name; the same content twice is one file. */
export async function keep(platform: Where, from: string, keptAs: string): Promise<void> {
  await link(from, keptPath(platform, keptAs)).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
  await syncPath(keptFolder(platform));
}

/** What tus notes beside the bytes, and what was made of them, goes with them. */
export async function removeArriving(platform: Where, id: string): Promise<void> {
  for (const end of ['', '.json', '.vtt', '.wave', '.bare'])
    await rm(`${arrivingPath(platform, id)}${end}`, { force: true });
  for (const end of ['.pages', '.office'])
    await rm(`${arrivingPath(platform, id)}${end}`, { recursive: true, force: true });
}
