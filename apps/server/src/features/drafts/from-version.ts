// A published version is worked on in the studio: the files that it was made from become a draft again.
import type { TakenCourse } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { readCourse } from '@xueshi/formats';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandFiles, versionsOfCourse } from '../course-versions/service.ts';
import { placeFiles } from '../uploads/service.ts';
import { takeApart } from './course-at-hand.ts';
import { draftFromCourse } from './from-course.ts';
import { draftNamed } from './slugs.ts';
import { toldOf } from './told-errors.ts';

/**
 * Begins the draft of a course that has none. What no longer holds in it, because a statute or a bank changed,
 * is no hindrance: the check of the draft tells it where it is to be mended.
 */
export async function draftFromVersion(
  platform: Platform,
  actor: Actor,
  slug: string,
  revision: number,
): Promise<TakenCourse> {
  const versions = await versionsOfCourse(platform.db, slug);
  const { files } = await demandFiles(platform, slug, versions, revision);
  const newest = Math.max(...versions.map((version) => version.revision));
  const slugIn = async (db: Reader) => {
    const draft = await draftNamed(db, slug);
    if (draft !== null) throw new Refused('course-draft-exists', { draft });
    return slug;
  };
  await slugIn(platform.db);
  const room = await mkdtemp(join(platform.config.dataFolder, 'draft-'));
  try {
    const folder = join(room, slug);
    await mkdir(folder);
    await placeFiles(folder, new Map(files.map(({ name, path }) => [name, path])));
    const hashes = new Map(files.map(({ name, sha256 }) => [name, sha256]));
    const course = await takeApart({ folder, hashes });
    if (course === null) return { id: null, faults: await faultsIn(folder), notCarried: [] };
    const beginning = { slugIn, revision: newest + 1, isKnown: true, from: `${slug} ${revision}` };
    const id = await draftFromCourse(platform, actor, course, beginning);
    return { id, faults: [], notCarried: [] };
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** Why a version from before cannot be read any more: its form, not what its texts rest on. */
async function faultsIn(folder: string): Promise<TakenCourse['faults']> {
  const options = { statutes: new Map(), requireMedia: true, withoutHash: true };
  const read = await readCourse(folder, options);
  return read.ok ? [] : toldOf(read.errors);
}
