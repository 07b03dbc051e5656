// A course package that an author sends becomes a draft. It is foreign: read whole and found in order, or nothing
// of it stays.
import type { TakenCourse } from '@xueshi/contracts';
import { loadBanks, readCourse, type LocatedError } from '@xueshi/formats';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { statutesAtHand } from '../statutes/service.ts';
import { demandRoom } from '../uploads/service.ts';
import { takeApart } from './course-at-hand.ts';
import { takeCartridgeApart } from './from-cartridge.ts';
import { draftFromCourse } from './from-course.ts';
import { freeSlug, soundOf } from './slugs.ts';
import { toldOf } from './told-errors.ts';

const MIB = 1024 ** 2;
/** What a form of a page may carry; larger ones are brought in on the server. */
const MOST_MIB = 32;
/** Recordings and pictures hardly get smaller by packing: what unpacks to more is no course. */
const MOST_UNPACKED = 256 * MIB;

export async function draftFromPackage(
  platform: Platform,
  actor: Actor,
  content: Readable,
): Promise<TakenCourse> {
  const room = await mkdtemp(join(platform.config.dataFolder, 'package-'));
  try {
    const path = join(room, 'course.zip');
    await receive(content, path);
    return await takeIn(platform, actor, room, path);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
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

async function takeIn(
  platform: Platform,
  actor: Actor,
  room: string,
  path: string,
): Promise<TakenCourse> {
  const { PACKAGE_LIMITS, unpackCoursePackage } = await import('@xueshi/formats/course-package');
  const limits = { ...PACKAGE_LIMITS, unpackedBytes: MOST_UNPACKED, partBytes: MOST_UNPACKED };
  await demandRoom(platform, MOST_UNPACKED);
  const unpacking = join(room, 'unpacked');
  await mkdir(unpacking);
  const unpacked = await unpackCoursePackage(path, unpacking, limits);
  if (!unpacked.ok) {
    const isForeign = unpacked.errors.some(({ code }) => code === 'package-manifest-missing');
    return isForeign
      ? takeCartridgeIn(platform, actor, room, path, unpacked.errors)
      : refused(unpacked.errors);
  }
  const { folder, manifest } = unpacked;
  const statutes = await statutesAtHand(platform);
  const { banks } = await loadBanks(platform.config.banksFolder, statutes);
  const options = { statutes, banks, requireMedia: true, withoutHash: true };
  const read = await readCourse(folder, options);
  if (!read.ok) return refused(read.errors);
  const files = manifest.files.filter(({ name }) => read.course.files.includes(name));
  const hashes = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const course = await takeApart({ folder, hashes });
  if (course === null) throw new Error('what was read as a course is taken apart as one');
  const id = await draftFromCourse(platform, actor, course, {
    slugIn: (tx) => freeSlug(tx, read.course.slug),
    revision: 1,
    isKnown: false,
    from: `${manifest.slug} ${manifest.revision}`,
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
  platform: Platform,
  actor: Actor,
  room: string,
  path: string,
  notOurs: readonly LocatedError[],
): Promise<TakenCourse> {
  const taken = await takeCartridgeApart(path, room);
  if (!taken.ok) {
    const isCartridge = taken.errors.every(({ code }) => code !== 'cartridge-manifest-missing');
    return refused(isCartridge ? taken.errors : notOurs);
  }
  const { course, notCarried } = taken;
  const title = course.outline.facts.title['zh-CN'];
  const id = await draftFromCourse(platform, actor, course, {
    slugIn: (tx) => freeSlug(tx, soundOf(title)),
    revision: 1,
    isKnown: false,
    from: 'IMS Common Cartridge',
  });
  return { id, faults: [], notCarried: toldOf(notCarried) };
}
