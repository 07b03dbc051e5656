import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageJob } from './job.ts';
import type { Renditions } from './ladder-stage.ts';
import {
  MANIFEST_FILE,
  listPackageFiles,
  sealManifest,
  type Manifest,
  type ManifestRendition,
} from './manifest.ts';
import { POSTER_FILE, THUMBNAILS_FILE } from './picture-stages.ts';
import { masterPlaylist, subtitlePlaylist } from './playlist.ts';
import type { Rendition } from './rendition.ts';
import type { StageWork } from './stages.ts';

export const MASTER_FILE = 'master.m3u8';
const SUBTITLES_NAME = 'subtitles.vtt';

const subtitleFolder = (lang: string): string => `subtitles/${lang}`;

/** Longer of picture and sound, in whole milliseconds, as made. */
function lengthMs({ videos, audio }: Renditions): number {
  return Math.max(videos[0].durationMs, audio.durationMs);
}

/** Each language in a folder of its own: the WebVTT file and a playlist around it. */
export function subtitleStage(job: PackageJob, renditions: Renditions): StageWork {
  return async (folder) => {
    for (const { lang, text } of job.subtitles) {
      const inside = join(folder, subtitleFolder(lang));
      await mkdir(inside, { recursive: true });
      await writeFile(join(inside, SUBTITLES_NAME), text);
      const playlist = subtitlePlaylist(SUBTITLES_NAME, lengthMs(renditions));
      await writeFile(join(inside, 'index.m3u8'), playlist);
    }
    return null;
  };
}

/** The master playlist; codecs and rates are those of the files, not those that were asked for. */
export function playlistStage(job: PackageJob, { videos, audio }: Renditions): StageWork {
  return async (folder) => {
    const pictures = job.rungs.map((rung, step) => ({ ...rung, ...(videos[step] ?? videos[0]) }));
    const subtitles = job.subtitles.map(({ lang, label }) => ({
      ...{ lang, label },
      playlist: `${subtitleFolder(lang)}/index.m3u8`,
    }));
    const sound = { ...audio, channels: job.audio.channels };
    await writeFile(join(folder, MASTER_FILE), masterPlaylist(pictures, sound, subtitles));
    return null;
  };
}

/** The manifest, last: it vouches for every other file. */
export function manifestStage(job: PackageJob, renditions: Renditions): StageWork {
  return async (folder, onProgress) => {
    const { partial, signal } = job;
    const manifest: Manifest = {
      format: 1,
      madeFrom: job.recipe,
      encodedFrom: job.encodedFrom,
      durationMs: lengthMs(renditions),
      master: MASTER_FILE,
      poster: POSTER_FILE,
      thumbnails: THUMBNAILS_FILE,
      renditions: describeRenditions(job, renditions),
      subtitles: job.subtitles.map(({ lang, label }) => ({
        ...{ lang, label },
        file: `${subtitleFolder(lang)}/${SUBTITLES_NAME}`,
      })),
      files: await listPackageFiles(partial, { signal, onProgress }),
    };
    await writeFile(join(folder, MANIFEST_FILE), sealManifest(manifest));
    return null;
  };
}

function describeRenditions(job: PackageJob, { videos, audio }: Renditions): ManifestRendition[] {
  const measured = ({ playlist, codec, bytes, rates }: Rendition) => ({
    ...{ playlist, codec, bytes },
    peakBitsPerSecond: rates.peak,
    averageBitsPerSecond: rates.average,
  });
  const pictures = videos.flatMap((video, step) => {
    const rung = job.rungs[step];
    if (!rung) return [];
    const { width, height, frameRate } = rung;
    return [{ kind: 'video' as const, ...measured(video), width, height, frameRate }];
  });
  return [...pictures, { kind: 'audio', ...measured(audio) }];
}
