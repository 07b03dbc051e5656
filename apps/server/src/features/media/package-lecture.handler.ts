import { findFfmpeg, packageLecture } from '@xueshi/media';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { JobFailed, type JobHandler } from '../../platform/jobs.ts';
import type { PackageLecture } from './package-lecture.job.ts';
import { findAsset, findPackagedAlike, setAssetState } from './service.ts';
import { mediaFolder } from './slides.ts';

/** Reasons that another attempt may mend: the disk gets room, the machine gets quieter. */
const WORTH_ANOTHER_TRY = new Set([
  'disk-full',
  'too-slow',
  'encoder-failed',
  'too-much-memory',
  'unreadable',
]);

/** Packages a lecture. Runs again after a crash and goes on where it stopped. */
export const packageLectureHandler: JobHandler = async (
  platform,
  payload,
  { signal, progress },
) => {
  const { assetId, trim } = payload as PackageLecture;
  const asset = await findAsset(platform.db, assetId);
  if (!asset || asset.state === 'ready') return;
  await setAssetState(platform, assetId, { state: 'packaging', problem: null });
  const ffmpeg = await findFfmpeg({ ffmpegPath: platform.config.ffmpegPath ?? undefined });
  if (!ffmpeg.ok) {
    await setAssetState(platform, assetId, { state: 'failed', problem: ffmpeg.reason });
    throw new JobFailed(`no ffmpeg: ${ffmpeg.detail}`);
  }
  await mkdir(mediaFolder(platform), { recursive: true });
  // Kept recordings are named by their bytes: one path, one recording.
  const alike = await findPackagedAlike(platform.db, asset);
  const packaged = await packageLecture({
    ffmpeg,
    source: asset.sourcePath,
    expectedDurationMs: trim?.recordingMs ?? asset.durationMs,
    ...(trim && { part: { startMs: trim.startMs, endMs: trim.endMs } }),
    target: join(mediaFolder(platform), assetId),
    subtitles: asset.subtitles,
    posterMs: asset.posterMs ?? undefined,
    alike: alike ? join(mediaFolder(platform), alike.id) : undefined,
    signal,
    onProgress: progress,
  });
  if (packaged.ok) {
    await setAssetState(platform, assetId, {
      state: 'ready',
      problem: null,
      readyAt: platform.clock.now(),
    });
    return;
  }
  if (signal.aborted) throw new Error('packaging was stopped and will go on at the next start');
  await setAssetState(platform, assetId, { state: 'failed', problem: packaged.reason });
  const sentence = `${packaged.reason}: ${packaged.detail}`;
  throw WORTH_ANOTHER_TRY.has(packaged.reason) ? new Error(sentence) : new JobFailed(sentence);
};
