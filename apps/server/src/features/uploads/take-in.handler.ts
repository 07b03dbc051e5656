// A file that arrived is looked through before anybody builds on it, and gets its lasting place.
import { schema } from '@xueshi/database';
import { and, eq } from 'drizzle-orm';
import { stat } from 'node:fs/promises';
import { JobFailed, type JobContext, type JobHandler } from '../../platform/jobs.ts';
import { hashOfFile } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { lookThroughCourseware } from './courseware.ts';
import { arrivingPath, keep, keptPath, makeFolders, removeArriving } from './folders.ts';
import type { Looked, LookThrough } from './look-through.ts';
import { lookThroughPicture } from './picture.ts';
import { lookThroughRecording } from './recording.ts';
import { keepPages } from './slides/keep-pages.ts';
import { lookThroughSlides } from './slides/slides.ts';
import { lookThroughSubtitles } from './subtitles.ts';
import type { FileKind, FileRow } from './store.ts';
import type { TakeIn } from './take-in.job.ts';
import { keepWaveform } from './waveform.ts';

const { draftFiles } = schema;

const LOOK_THROUGH: Record<FileKind, LookThrough> = {
  recording: lookThroughRecording,
  subtitles: lookThroughSubtitles,
  slide: lookThroughPicture,
  slides: lookThroughSlides,
  picture: lookThroughPicture,
  courseware: lookThroughCourseware,
};

/** Hashes, compares, looks through and keeps. Runs again after a crash and finds what is done. */
export const takeInHandler: JobHandler = async (platform, payload, context) => {
  const { fileId } = payload as TakeIn;
  const [file] = await platform.db.select().from(draftFiles).where(eq(draftFiles.id, fileId));
  if (!file || file.state !== 'checking') return;
  await makeFolders(platform);
  const path = await pathOf(platform, file);
  if (path === null) {
    await settle(platform, fileId, { state: 'refused', problem: 'unreadable' });
    throw new JobFailed(`the bytes of ${fileId} are gone`);
  }
  const sha256 = await hashOfFile(path, context.signal);
  if (file.statedSha256 !== null && file.statedSha256 !== sha256) {
    await settle(platform, fileId, { state: 'refused', problem: 'differs', sha256 });
    await removeArriving(platform, fileId);
    return;
  }
  const looked = await LOOK_THROUGH[file.kind as FileKind](platform, path, context);
  await keepLooked(platform, { file, path, sha256, looked }, context);
};

async function keepLooked(
  platform: Platform,
  { file, path, sha256, looked }: { file: FileRow; path: string; sha256: string; looked: Looked },
  context: JobContext,
): Promise<void> {
  const { problem, end, detail } = looked;
  const found = detail ? { detail } : looked.found;
  if (problem !== null) {
    await settle(platform, file.id, { state: 'refused', problem, sha256, found });
    // Bytes that cannot be used are kept only where another attempt may end otherwise.
    if (!WORTH_ANOTHER_LOOK.has(problem)) await removeArriving(platform, file.id);
    return;
  }
  const source = looked.instead ?? path;
  const kept = looked.instead ? await hashOfFile(source, context.signal) : sha256;
  const keptAs = `${kept}.${end}`;
  await keep(platform, source, keptAs);
  if (looked.peaks) await keepWaveform(platform, file.id, kept, looked.peaks);
  const pages = await keepPages(platform, file, looked.pages ?? [], context.signal);
  const change = { state: 'usable', problem: null, sha256: kept, keptAs, found };
  await settle(platform, file.id, change, pages);
  await removeArriving(platform, file.id);
}

/** Reasons of the machine rather than of the file. */
export const WORTH_ANOTHER_LOOK: ReadonlySet<string> = new Set([
  'no-ffmpeg',
  'no-office',
  'disk-full',
  'too-slow',
  'too-much-memory',
  'unreadable',
]);

/** Where its bytes lie: still where they came in, or in their lasting place already. */
async function pathOf(platform: Platform, { id, keptAs }: FileRow): Promise<string | null> {
  const places = [arrivingPath(platform, id), ...(keptAs ? [keptPath(platform, keptAs)] : [])];
  for (const place of places) {
    const isThere = await stat(place).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}

async function settle(
  { write }: Platform,
  id: string,
  change: Partial<typeof draftFiles.$inferInsert>,
  pages: readonly (typeof draftFiles.$inferInsert)[] = [],
): Promise<void> {
  await write(async (tx) => {
    const rows = await tx
      .update(draftFiles)
      .set(change)
      .where(and(eq(draftFiles.id, id), eq(draftFiles.state, 'checking')))
      .returning({ id: draftFiles.id });
    // Removed in the meantime, or settled by an attempt before this one: then its pages are there.
    if (rows.length > 0 && pages.length > 0) await tx.insert(draftFiles).values([...pages]);
  });
}
