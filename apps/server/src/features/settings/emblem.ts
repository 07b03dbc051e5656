// The picture beside the platform's name: checked when it is sent, and served under its hash.
import { EMBLEM_BYTES } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { eq, notInArray } from 'drizzle-orm';
import { disableTypes, imageSize, types } from 'image-size';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Refused } from '../../platform/refused.ts';

const { emblems, unitSettings } = schema;

type Emblem = Omit<typeof emblems.$inferInsert, 'createdAt'>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};
// The library knows many kinds; parsers that nothing needs are not let near what people send.
disableTypes(types.filter((type) => MEDIA_TYPES[type] === undefined));
/** Pixels: sharp on a phone, and not a poster. */
const LEAST_SIDE = 48;
const LONGEST_SIDE = 1024;
/** It stands in a square. */
const MOST_OBLONG = 1.5;

async function collect(content: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > EMBLEM_BYTES) throw new Refused('emblem-too-large', { kib: EMBLEM_BYTES / 1024 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function inspect(bytes: Buffer) {
  const unfit = new Refused('emblem-unfit', { least: LEAST_SIDE, most: LONGEST_SIDE });
  let size: ReturnType<typeof imageSize>;
  try {
    size = imageSize(bytes);
  } catch {
    // What the library says of bytes that are no picture is not for the person who sent them.
    throw unfit;
  }
  const { width, height } = size;
  const mediaType = MEDIA_TYPES[size.type ?? ''];
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (!mediaType || short < LEAST_SIDE || long > LONGEST_SIDE || long / short > MOST_OBLONG)
    throw unfit;
  return { mediaType, width, height };
}

/** Checks a picture that was sent. Throws Refused with what it must be. */
export async function readEmblem(content: Readable): Promise<Emblem> {
  const bytes = await collect(content);
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { hash, ...inspect(bytes), content: bytes.toString('base64') };
}

/** Keeps a picture in the transaction that makes it an emblem. */
export async function keepEmblem(tx: Tx, emblem: Emblem, now: Date): Promise<void> {
  await tx
    .insert(emblems)
    .values({ ...emblem, createdAt: now })
    .onConflictDoNothing();
}

/** What no unit shows any more is not kept. */
export async function forgetUnusedEmblems(tx: Tx): Promise<void> {
  const used = tx
    .select({ hash: unitSettings.value })
    .from(unitSettings)
    .where(eq(unitSettings.setting, 'emblem'));
  await tx.delete(emblems).where(notInArray(emblems.hash, used));
}

export async function findEmblem(
  db: Reader,
  hash: string,
): Promise<{ mediaType: string; bytes: Buffer } | null> {
  const [row] = await db.select().from(emblems).where(eq(emblems.hash, hash));
  return row ? { mediaType: row.mediaType, bytes: Buffer.from(row.content, 'base64') } : null;
}
