import { statfs } from 'node:fs/promises';

export interface Room {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Of the disk of `folder`, for this process: what is kept back for the system does not count. */
export async function roomAt(folder: string): Promise<Room> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
