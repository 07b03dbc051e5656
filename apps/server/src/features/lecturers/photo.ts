// A lecturer's photo: a real picture of a bounded size, kept as the pictures of texts are.
import { LECTURER_PHOTO_BYTES } from '@xueshi/contracts';
import { withoutMetadata } from '@xueshi/formats/picture';
import { imageSize } from 'image-size';
import type { Readable } from 'node:stream';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { keepPicture } from '../media/service.ts';

const ENDS: Readonly<Record<string, string>> = { png: '.png', jpg: '.jpg', webp: '.webp' };
/** Pixels: to be recognised on a page, and no poster. */
const LEAST_SIDE = 96;
const LONGEST_SIDE = 6000;
const MIB = 1024 * 1024;

async function collect(content: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > LECTURER_PHOTO_BYTES)
      throw new Refused('lecturer-photo-too-large', { megabytes: LECTURER_PHOTO_BYTES / MIB });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const unfit = () => new Refused('lecturer-photo-unfit', { least: LEAST_SIDE, most: LONGEST_SIDE });

function endOf(bytes: Buffer): string {
  let size: ReturnType<typeof imageSize>;
  try {
    size = imageSize(bytes);
  } catch {
    throw unfit(); // The reader's only way to say that it is no picture.
  }
  const end = ENDS[size.type ?? ''];
  const { width, height } = size;
  if (!end || Math.min(width, height) < LEAST_SIDE || Math.max(width, height) > LONGEST_SIDE)
    throw unfit();
  return end;
}

/**
 * Keeps a photo that was sent, without what its camera wrote beside it: everybody signed in can fetch it, and where it
 * was taken may be somebody's home. Gives the name that it is kept under. Throws Refused with what it must be.
 */
export async function keepPhoto(platform: Platform, content: Readable): Promise<string> {
  const bytes = await collect(content);
  const end = endOf(bytes);
  const bare = withoutMetadata(bytes);
  if (bare === null) throw unfit();
  return keepPicture(platform, bare, end);
}
