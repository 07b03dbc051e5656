import type { LectureMedia } from '@xueshi/formats';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import type { NewAsset } from './asset.ts';

export interface StoredLecture {
  readonly asset: NewAsset;
}

type Folders = Pick<Platform, 'config'>;

export const mediaFolder = ({ config }: Folders) => join(config.dataFolder, 'media');
export const slidesFolder = ({ config }: Folders) => join(config.dataFolder, 'slides');

/**
 * Keeps a lecture's slides in the data folder and names its asset by the content of all its files, and by its
 * poster and the part of the recording where they were chosen. The folder appears whole or not at all.
 */
export async function storeSlides(platform: Folders, media: LectureMedia): Promise<StoredLecture> {
  const id = await hashOf(media);
  const target = join(slidesFolder(platform), id);
  if (!(await exists(target))) {
    const partial = join(slidesFolder(platform), `${id}.${newId()}.partial`);
    await mkdir(join(partial, 'slides'), { recursive: true });
    for (const slide of media.slides)
      await copyFile(slide.image.path, join(partial, slidePath(slide.image.name)));
    await rename(partial, target).catch(async (error: unknown) => {
      await rm(partial, { recursive: true, force: true });
      throw error;
    });
  }
  return {
    asset: {
      id,
      durationMs: media.durationMs,
      sourcePath: media.video.path,
      subtitles: media.subtitles.map(({ language, file }) => ({
        lang: language,
        label: language === 'en' ? 'English' : '中文',
        path: file.path,
      })),
      slides: media.slides.map(({ startMs, image, title, text }) => ({
        startMs,
        image: slidePath(image.name),
        title,
        text,
      })),
      posterMs: media.posterMs ?? null,
      ...(media.trim && { trim: media.trim }),
    },
  };
}

/** Where a slide lies below its asset, whatever folder the author kept it in. */
export const slidePath = (name: string) => `slides/${basename(name)}`;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function hashOf(media: LectureMedia): Promise<string> {
  const hash = createHash('sha256');
  const files = [
    media.video,
    ...media.subtitles.map((one) => one.file),
    ...media.slides.map((slide) => slide.image),
  ];
  for (const file of files) {
    hash.update(`${file.bytes}:`);
    await pipeline(createReadStream(file.path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  }
  // Only where they were chosen: lectures of before keep the name that they are packaged under.
  if (media.posterMs !== undefined) hash.update(`poster:${media.posterMs}`);
  if (media.trim) hash.update(`trim:${media.trim.startMs}-${media.trim.endMs}`);
  return hash.digest('hex').slice(0, 40);
}
