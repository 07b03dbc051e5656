// Pictures of readings and quizzes, kept in the data folder under the hash of their bytes, so that a
// version that was learned from keeps them when the course folder changes.
import type { MediaFile } from '@xueshi/formats';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';

export const picturesFolder = (platform: Platform) => join(platform.config.dataFolder, 'pictures');

/** Names that pictures are kept under; nothing else is served. */
export const PICTURE_NAME = /^[0-9a-f]{40}\.(?:webp|png|jpg|jpeg|gif|avif)$/;

export const pictureUrl = (kept: string) => `/media/pictures/${kept}`;

/** By the names that a text gives its pictures: the names they are kept under, or, of a draft, their addresses. */
export type Pictures = Readonly<Record<string, string>>;

/** Where a text's pictures are served, for rendering it. */
export const pictureUrlIn =
  (pictures: Pictures = {}) =>
  (name: string): string | null => {
    const kept = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
    if (kept === undefined) return null;
    return kept.startsWith('/') ? kept : pictureUrl(kept);
  };

export function picturesOf(
  images: readonly MediaFile[],
  keptAs: (picture: MediaFile) => string,
): Pictures {
  return Object.fromEntries(images.map((image) => [image.name, keptAs(image)]));
}

/** Keeps pictures; a file appears whole or not at all. Gives the names that they are kept under. */
export async function keepPictures(
  platform: Platform,
  images: readonly MediaFile[],
): Promise<(picture: MediaFile) => string> {
  const kept = new Map<string, string>();
  const folder = picturesFolder(platform);
  for (const { path } of images) {
    if (kept.has(path)) continue;
    const name = keptName(await readFile(path), extname(path).toLowerCase());
    await keepWhole(folder, name, (partial) => copyFile(path, partial));
    kept.set(path, name);
  }
  return ({ path }) => {
    const name = kept.get(path);
    if (name === undefined) throw new Error('every picture was kept before it is named');
    return name;
  };
}

/** Keeps a picture that was sent; `end` is that of its kind, as in `.png`. Gives the name that it is kept under. */
export async function keepPicture(platform: Platform, bytes: Buffer, end: string): Promise<string> {
  const name = keptName(bytes, end);
  await keepWhole(picturesFolder(platform), name, (partial) => writeFile(partial, bytes));
  return name;
}

const keptName = (bytes: Buffer, end: string) =>
  `${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}${end}`;

async function keepWhole(
  folder: string,
  name: string,
  write: (partial: string) => Promise<void>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `${name}.${newId()}.partial`);
  try {
    await write(partial);
    await rename(partial, join(folder, name));
  } finally {
    await rm(partial, { force: true });
  }
}

/** The pictures of a text with their sizes, as they are served. */
export async function pictureSizes(
  platform: Platform,
  pictures: Pictures = {},
): Promise<{ url: string; bytes: number }[]> {
  const kept = [...new Set(Object.values(pictures))];
  return Promise.all(
    kept.map(async (name) => ({
      url: pictureUrl(name),
      bytes: (await stat(join(picturesFolder(platform), name))).size,
    })),
  );
}
