import { imageSize } from 'image-size';
import { readFile } from 'node:fs/promises';
import { NOTHING_FOUND, type LookThrough } from './look-through.ts';

const ENDS: Readonly<Record<string, string>> = { png: 'png', jpg: 'jpg', webp: 'webp' };
const MOST_PIXELS = 50_000_000;

/** A picture is what its first bytes say, and as large as they say. */
export const lookThroughPicture: LookThrough = async (_platform, path) => {
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
