// Files that come with a course, of a version or of a package: they become files of a draft where they lie.
import type { FoundInFile } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { enqueueJob } from '../../platform/jobs.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { lookThroughCourseware } from './courseware.ts';
import { inGib } from './announce.ts';
import { hasRoom, keep, KEPT_NAME, makeFolders } from './folders.ts';
import { NOTHING_FOUND, type LookThrough } from './look-through.ts';
import { lookAtPicture } from './picture.ts';
import { takenBytes, type FileKind } from './store.ts';
import { lookThroughSubtitles } from './subtitles.ts';
import { TAKE_IN, takeInKey } from './take-in.job.ts';

const { draftFiles } = schema;

export interface CourseFile {
  readonly kind: Exclude<FileKind, 'slides'>;
  /** Its name in the course folder. */
  readonly name: string;
  /** A name of its own in a folder that is thrown away. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  /** Of a recording: how long its timeline says it is. */
  readonly durationMs: number | null;
}

export interface TakenFile extends CourseFile {
  readonly id: string;
  readonly bytes: number;
  readonly keptAs: string;
  /** Null: it is still to be looked through. */
  readonly found: FoundInFile | null;
}

const LOOK_THROUGH: Readonly<Record<Exclude<CourseFile['kind'], 'recording'>, LookThrough>> = {
  subtitles: lookThroughSubtitles,
  slide: lookAtPicture,
  picture: lookAtPicture,
  courseware: lookThroughCourseware,
};

/**
 * Keeps the files under their content. `isKnown`: they were published here, so a recording need not be looked
 * through once more. What is kept and never gets a row is swept.
 */
export async function takeOverFiles(
  platform: Platform,
  files: readonly CourseFile[],
  { isKnown }: { readonly isKnown: boolean },
): Promise<TakenFile[]> {
  await makeFolders(platform);
  const taken: TakenFile[] = [];
  for (const file of files) {
    const keptAs = `${file.sha256}${extname(file.name).toLowerCase()}`;
    if (!KEPT_NAME.test(keptAs)) throw new Error(`${file.name} has an end that no course names`);
    await keep(platform, file.path, keptAs);
    const { size: bytes } = await stat(file.path);
    taken.push({ ...file, id: newId(), bytes, keptAs, found: await look(platform, file, isKnown) });
  }
  return taken;
}

/** The reader of courses found it in order, so that it can be used; this is what the page tells of it. */
async function look(
  platform: Platform,
  { kind, path, durationMs }: CourseFile,
  isKnown: boolean,
): Promise<FoundInFile | null> {
  if (kind === 'recording') return isKnown ? { ...NOTHING_FOUND, durationMs } : null;
  const never = new AbortController().signal;
  const seen = await LOOK_THROUGH[kind](platform, path, {
    signal: never,
    progress: () => undefined,
  });
  return seen.found ?? NOTHING_FOUND;
}

/** Whether a course of so many bytes has room as a draft of its own; refused where it has not. */
export async function demandRoom(platform: Platform, bytes: number): Promise<void> {
  const { mostBytes, mostBytesEach } = platform.config.draftFiles;
  if (!(await hasRoom(platform, bytes))) throw new Refused('upload-disk-full');
  if (bytes > mostBytesEach) throw new Refused('upload-draft-full', { gib: inGib(mostBytesEach) });
  if ((await takenBytes(platform.db, null)) + bytes > mostBytes)
    throw new Refused('upload-all-full', { gib: inGib(mostBytes) });
}

/** Writes the files down as a draft's, and has those looked through that are still to be. */
export async function recordTaken(
  tx: Tx,
  draft: { readonly draftId: string; readonly by: string; readonly now: Date },
  files: readonly TakenFile[],
): Promise<void> {
  const { draftId, by, now } = draft;
  for (const { id, kind, name, bytes, sha256, keptAs, found } of files) {
    await tx.insert(draftFiles).values({
      id,
      draftId,
      kind,
      fileName: name.split('/').at(-1) ?? name,
      bytes,
      sha256,
      keptAs,
      state: found ? 'usable' : 'checking',
      found,
      addedBy: by,
      addedAt: now,
    });
    if (found) continue;
    await enqueueJob(tx, { name: TAKE_IN, uniqueKey: takeInKey(id), payload: { fileId: id }, now });
  }
}
