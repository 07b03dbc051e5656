// What of a packaged lecture is taken along: the smallest picture with the sound, or the sound alone,
// and what goes with either.
import { readManifest, type Manifest } from '@xueshi/media';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import type { MediaAsset } from './asset.ts';
import { mediaFolder, slidesFolder } from './slides.ts';

export interface KeepableFile {
  /** Within the asset. */
  readonly path: string;
  readonly bytes: number;
}

export interface KeepableLecture {
  readonly files: readonly KeepableFile[];
  /** The master playlist with what is kept and nothing else; null for the sound alone. */
  readonly playlist: string | null;
}

const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/') + 1);

/** null where the package cannot be read. */
export async function keepableLecture(
  platform: Platform,
  asset: MediaAsset,
  form: 'video' | 'audio',
): Promise<KeepableLecture | null> {
  const folder = join(mediaFolder(platform), asset.id);
  const manifest = await readManifest(folder);
  const audio = manifest?.renditions.find(({ kind }) => kind === 'audio');
  if (!manifest || !audio) return null;
  const picture = form === 'video' ? smallestPicture(manifest) : null;
  const folders = [audio, ...(picture ? [picture] : [])].map(({ playlist }) => folderOf(playlist));
  const files = manifest.files.flatMap(({ path, size }) =>
    folders.some((one) => path.startsWith(one)) || isBeside(manifest, path)
      ? [{ path, bytes: size }]
      : [],
  );
  return {
    files: [...files, ...(await slidesOf(platform, asset))],
    playlist:
      picture &&
      onlyThisPicture(await readFile(join(folder, manifest.master), 'utf8'), picture.playlist),
  };
}

const smallestPicture = ({ renditions }: Manifest) =>
  renditions
    .filter(({ kind }) => kind === 'video')
    .reduce((least, one) => ((one.height ?? 0) < (least.height ?? 0) ? one : least));

/** The still picture and the subtitles. */
const isBeside = ({ poster, subtitles }: Manifest, path: string) =>
  path === poster ||
  (path.endsWith('.vtt') && subtitles.some(({ lang }) => path.startsWith(`subtitles/${lang}/`)));

async function slidesOf(platform: Platform, asset: MediaAsset): Promise<KeepableFile[]> {
  return Promise.all(
    asset.slides.map(async ({ image }) => ({
      path: image,
      bytes: (await stat(join(slidesFolder(platform), asset.id, image))).size,
    })),
  );
}

/** The master playlist without every other picture, and without subtitles, which the page shows itself. */
export function onlyThisPicture(master: string, playlist: string): string {
  const lines = master.split('\n');
  return lines
    .filter((line, at) => {
      if (line.startsWith('#EXT-X-MEDIA:TYPE=SUBTITLES')) return false;
      if (line.startsWith('#EXT-X-STREAM-INF')) return lines[at + 1] === playlist;
      return line === '' || line.startsWith('#') || line === playlist;
    })
    .map((line) => line.replace(',SUBTITLES="subtitles"', ''))
    .join('\n');
}
