// A course package that an author sends becomes a draft. It is foreign: read whole and found in order, or nothing
// of it stays. A small one may come whole in one request; any other comes in pieces, and is taken in by a job.
import type { TakenCourse } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { readCourse, type LocatedError } from '@xueshi/formats';
import type { Unpacked } from '@xueshi/formats/course-package';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { banksAtHand } from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { demandRoom, UNPACKED_BESIDE } from '../uploads/service.ts';
import { takeApart } from './course-at-hand.ts';
import { takeCartridgeApart } from './from-cartridge.ts';
import { draftFromCourse } from './from-course.ts';
import { freeSlug, soundOf } from './slugs.ts';
import { toldOf } from './told-errors.ts';

const MIB = 1024 ** 2;
/** What a form of a page may carry: it is held in memory on its way. Larger ones come in pieces. */
const MOST_MIB = 32;

/** A package that came whole in one request. */
export async function draftFromPackage(
  platform: Platform,
  actor: Actor,
  content: Readable,
): Promise<TakenCourse> {
  return inRoom(platform, async (room) => {
    const path = join(room, 'course.zip');
    await receive(content, path);
    return takeIn({ platform, actor, room, path });
  });
}

/** A package that lies on the disk already. */
export const draftFromPackageFile = (
  platform: Platform,
  actor: TakingIn['actor'],
  path: string,
  further: Pick<TakingIn, 'alsoIn' | 'signal' | 'onProgress'>,
): Promise<TakenCourse> =>
  inRoom(platform, (room) => takeIn({ platform, actor, room, path, ...further }));

/** A folder that goes, whatever comes of it. */
async function inRoom<T>(platform: Platform, use: (room: string) => Promise<T>): Promise<T> {
  const room = await mkdtemp(join(platform.config.dataFolder, 'package-'));
  try {
    return await use(room);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

interface TakingIn {
  readonly platform: Platform;
  readonly actor: Pick<Actor, 'personId' | 'address'>;
  /** Thrown away afterwards. */
  readonly room: string;
  /** The package. */
  readonly path: string;
  /** What is written down with the draft: both, or neither. */
  readonly alsoIn?: (tx: Tx, taken: TakenCourse) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

async function receive(content: Readable, path: string): Promise<void> {
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MOST_MIB * MIB) throw new Refused('package-too-large', { mib: MOST_MIB });
      yield chunk;
    }
  };
  await pipeline(content, counted, createWriteStream(path));
  if ((await stat(path)).size === 0) throw new Refused('upload-empty');
}

/** Reading and keeping what was unpacked takes the rest. */
const UNPACKING = 0.8;

async function takeIn(taking: TakingIn): Promise<TakenCourse> {
  const { platform, room, path, signal, onProgress } = taking;
  const { PACKAGE_LIMITS, unpackCoursePackage } = await import('@xueshi/formats/course-package');
  // Recordings and pictures hardly get smaller by packing: what unpacks to much more is no course.
  const unpackedBytes = (await stat(path)).size + UNPACKED_BESIDE;
  const partBytes = Math.min(PACKAGE_LIMITS.partBytes, unpackedBytes);
  await demandRoom(platform, unpackedBytes);
  const unpacking = join(room, 'unpacked');
  await mkdir(unpacking);
  const unpacked = await unpackCoursePackage(path, unpacking, {
    limits: { ...PACKAGE_LIMITS, unpackedBytes, partBytes },
    signal,
    onProgress: (fraction) => onProgress?.(fraction * UNPACKING),
  });
  if (!unpacked.ok) {
    const isForeign = unpacked.errors.some(({ code }) => code === 'package-manifest-missing');
    return isForeign ? takeCartridgeIn(taking, unpacked.errors) : refused(unpacked.errors);
  }
  return takeCourseIn(taking, unpacked);
}

async function takeCourseIn(
  { platform, actor, signal, alsoIn }: TakingIn,
  { folder, manifest }: Extract<Unpacked, { ok: true }>,
): Promise<TakenCourse> {
  const statutes = await statutesAtHand(platform);
  const banks = await banksAtHand(platform, statutes);
  const options = { statutes, banks, requireMedia: true, withoutHash: true };
  const read = await readCourse(folder, options);
  if (!read.ok) return refused(read.errors);
  const files = manifest.files.filter(({ name }) => read.course.files.includes(name));
  const hashes = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const course = await takeApart({ folder, hashes });
  if (course === null) throw new Error('what was read as a course is taken apart as one');
  signal?.throwIfAborted();
  const id = await draftFromCourse(platform, actor, course, {
    slugIn: (tx) => freeSlug(tx, read.course.slug),
    revision: 1,
    isKnown: false,
    from: `${manifest.slug} ${manifest.revision}`,
    alsoIn: async (tx, made) => alsoIn?.(tx, { id: made, faults: [], notCarried: [] }),
  });
  return { id, faults: [], notCarried: [] };
}

const refused = (errors: readonly LocatedError[]): TakenCourse => ({
  id: null,
  faults: toldOf(errors),
  notCarried: [],
});

/** What other platforms export; a zip that is neither is refused as no course package. */
async function takeCartridgeIn(
  { platform, actor, room, path, alsoIn, signal }: TakingIn,
  notOurs: readonly LocatedError[],
): Promise<TakenCourse> {
  const taken = await takeCartridgeApart(path, room, signal);
  if (!taken.ok) {
    const isCartridge = taken.errors.every(({ code }) => code !== 'cartridge-manifest-missing');
    return refused(isCartridge ? taken.errors : notOurs);
  }
  const { course } = taken;
  const notCarried = toldOf(taken.notCarried);
  const title = course.outline.facts.title['zh-CN'];
  const id = await draftFromCourse(platform, actor, course, {
    slugIn: (tx) => freeSlug(tx, soundOf(title)),
    revision: 1,
    isKnown: false,
    from: 'IMS Common Cartridge',
    alsoIn: async (tx, made) => alsoIn?.(tx, { id: made, faults: [], notCarried }),
  });
  return { id, faults: [], notCarried };
}
