import { withoutMetadata } from '@xueshi/formats/picture';
import { imageSize } from 'image-size';
import { readFile, writeFile } from 'node:fs/promises';
import { syncPath } from '../../platform/kept-files.ts';
import { NOTHING_FOUND, type LookThrough } from './look-through.ts';

const ENDS: Readonly<Record<string, string>> = { png: 'png', jpg: 'jpg', webp: 'webp' };
const MOST_PIXELS = 50_000_000;

/**
 * A picture that was sent. What its camera wrote beside it (place, device, names) is left out: what shows it is
 * published, and the author may not know that it is there.
 */
export const lookThroughPicture: LookThrough = async (platform, path, context) => {
  const looked = await lookAtPicture(platform, path, context);
  if (looked.problem !== null) return looked;
  const bytes = await readFile(path);
  const bare = withoutMetadata(bytes);
  if (bare === null) return { problem: 'picture', end: '', found: null };
  if (bare.equals(bytes)) return looked;
  const instead = barePath(path);
  await writeFile(instead, bare);
  await syncPath(instead);
  return { ...looked, instead };
};

/** Where a picture lies without what stood beside it, until it has its place. */
const barePath = (path: string) => `${path}.bare`;

/** A picture is what its first bytes say, and as large as they say. One that comes with a course stays as it is. */
export const lookAtPicture: LookThrough = async (_platform, path) => {
  const size = sizeOf(await readFile(path));
  const end = ENDS[size?.type ?? ''];
  if (!size || !end || size.width * size.height > MOST_PIXELS)
    return { problem: 'picture', end: '', found: null };
  const { width, height } = size;
  return { problem: null, end, found: { ...NOTHING_FOUND, width, height } };
};

function sizeOf(bytes: Buffer): { width: number; height: number; type?: string } | null {
  try {
    return imageSize(bytes);
  } catch {
    return null; // The only way the reader says that it is no picture.
  }
}
