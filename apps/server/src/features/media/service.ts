import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, ne } from 'drizzle-orm';
import { enqueueJob } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MediaAsset, NewAsset } from './asset.ts';
import { PACKAGE_LECTURE, type PackageLecture } from './package-lecture.job.ts';

const { mediaAssets, jobs } = schema;

export const mediaUrl = (assetId: string, file: string) => `/media/${assetId}/${file}`;

/** Registers a lecture's video and enqueues its packaging, in the transaction of the import. */
export async function registerAsset(
  tx: Tx,
  { trim, ...asset }: NewAsset,
  now: Date,
): Promise<void> {
  const [known] = await tx.select().from(mediaAssets).where(eq(mediaAssets.id, asset.id));
  if (known?.state === 'ready') return;
  await tx
    .insert(mediaAssets)
    .values({ ...asset, state: 'waiting', createdAt: now })
    .onConflictDoUpdate({ target: mediaAssets.id, set: { sourcePath: asset.sourcePath } });
  await enqueueJob(tx, {
    name: PACKAGE_LECTURE,
    uniqueKey: `${PACKAGE_LECTURE}:${asset.id}`,
    payload: { assetId: asset.id, ...(trim && { trim }) } satisfies PackageLecture,
    now,
  });
}

export async function findAsset(db: Reader, assetId: string): Promise<MediaAsset | null> {
  const [row] = await db.select().from(mediaAssets).where(eq(mediaAssets.id, assetId));
  return row ?? null;
}

/**
 * One of the same recording that is packaged, whatever its subtitles, slides and poster are: the newest of those that
 * are as long, or else the newest.
 */
export async function findPackagedAlike(
  db: Reader,
  { id, sourcePath, durationMs }: Pick<MediaAsset, 'id' | 'sourcePath' | 'durationMs'>,
): Promise<MediaAsset | null> {
  const { state, readyAt } = mediaAssets;
  const [row] = await db
    .select()
    .from(mediaAssets)
    .where(and(eq(mediaAssets.sourcePath, sourcePath), eq(state, 'ready'), ne(mediaAssets.id, id)))
    .orderBy(desc(eq(mediaAssets.durationMs, durationMs)), desc(readyAt))
    .limit(1);
  return row ?? null;
}

export async function setAssetState(
  { write }: Platform,
  assetId: string,
  change: { state: 'packaging' | 'ready' | 'failed'; problem?: string | null; readyAt?: Date },
): Promise<void> {
  await write((tx) => tx.update(mediaAssets).set(change).where(eq(mediaAssets.id, assetId)));
}

/** How far the packaging of an asset is, per cent. */
export async function packagingPercent(db: Reader, assetId: string): Promise<number> {
  const [row] = await db
    .select({ percent: jobs.progressPercent })
    .from(jobs)
    .where(eq(jobs.uniqueKey, `${PACKAGE_LECTURE}:${assetId}`));
  return row?.percent ?? 0;
}

export type { MediaAsset, NewAsset } from './asset.ts';
export { PACKAGE_LECTURE } from './package-lecture.job.ts';
export { answerImpossiblePart, isServed, sendMedia } from './sending.ts';
export { audioSegments } from './audio-segments.ts';
export {
  coursewareFolder,
  sweepCourseware,
  unpackKept,
  unpackPackage,
} from './courseware-files.ts';
export { sweepTextbooks, TEXTBOOK_FILE, textbookFolder } from './textbook-files.ts';
export { slidePath, storeSlides, type StoredLecture } from './slides.ts';
export { keepPictures, picturesOf, pictureUrlIn, type Pictures } from './pictures.ts';
export { keepableLecture, type KeepableFile } from './keepable.ts';
export { keepPicture, PICTURE_NAME, pictureSizes, picturesFolder, pictureUrl } from './pictures.ts';
export { cancelLecture, packageFirst, packageLectureAgain, packagingOf } from './packaging-view.ts';
