import { withoutMetadata } from '@xueshi/formats/picture';
import { imageSize } from 'image-size';
import { readFile, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { syncPath } from '../../platform/kept-files.ts';
import { Refused } from '../../platform/refused.ts';
import { demandSize, MOST_BYTES } from './announce.ts';
import { NOTHING_FOUND, type LookThrough } from './look-through.ts';

const ENDS: Readonly<Record<string, string>> = { png: 'png', jpg: 'jpg', webp: 'webp' };
const MOST_PIXELS = 50_000_000;

/** What the first bytes of a picture say of it. */
interface Seen {
  /** The end of its name, such as `png`. */
  readonly end: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** A picture that came in one piece, without what its camera wrote beside it. */
export interface SentPicture extends Seen {
  readonly bytes: Buffer;
}

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
  const seen = seenIn(await readFile(path));
  if (seen === null) return { problem: 'picture', end: '', found: null };
  const { end, width, height } = seen;
  return { problem: null, end, found: { ...NOTHING_FOUND, width, height } };
};

/** Takes in a picture in one piece, by the rules of those that are sent for drafts; refuses what cannot be used. */
export async function readSentPicture(content: Readable): Promise<SentPicture> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    length += part.byteLength;
    demandSize(length, MOST_BYTES.picture);
    parts.push(part);
  }
  demandSize(length, MOST_BYTES.picture);
  const sent = Buffer.concat(parts);
  const seen = seenIn(sent);
  const bytes = seen && withoutMetadata(sent);
  if (!seen || !bytes) throw new Refused('picture-unfit', { megapixels: MOST_PIXELS / 1_000_000 });
  return { ...seen, bytes };
}

/** Null: it is none of the kinds that are shown, or too large. */
function seenIn(bytes: Buffer): Seen | null {
  const size = sizeOf(bytes);
  const end = ENDS[size?.type ?? ''];
  if (!size || !end || size.width * size.height > MOST_PIXELS) return null;
  const { width, height } = size;
  return { end, width, height };
}

function sizeOf(bytes: Buffer): { width: number; height: number; type?: string } | null {
  try {
    return imageSize(bytes);
  } catch {
    return null; // The only way the reader says that it is no picture.
  }
}
