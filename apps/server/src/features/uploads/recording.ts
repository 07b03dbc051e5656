import { findFfmpeg, inspectRecording, type Container } from '@xueshi/media';
import { NOTHING_FOUND, type LookThrough } from './look-through.ts';

const ENDS: Record<Container, string> = {
  mov: 'mp4',
  matroska: 'mkv',
  mpegts: 'ts',
  avi: 'avi',
  flv: 'flv',
  asf: 'wmv',
};

/** Container, streams, length, rotation, loudness, silent and black stretches. */
export const lookThroughRecording: LookThrough = async ({ config }, path, { signal, progress }) => {
  const ffmpeg = await findFfmpeg({ ffmpegPath: config.ffmpegPath ?? undefined });
  if (!ffmpeg.ok) return { problem: ffmpeg.reason, end: '', found: null };
  const seen = await inspectRecording({ ffmpeg, source: path, signal, onProgress: progress });
  // Asked to stop: it begins again with the next start.
  signal.throwIfAborted();
  if (!seen.ok) return { problem: seen.reason, end: '', found: null };
  const { video, loudnessLufs, silent, black, peaks } = seen;
  return {
    problem: null,
    end: ENDS[video.container],
    peaks,
    found: {
      ...NOTHING_FOUND,
      durationMs: video.durationMs,
      width: video.width,
      height: video.height,
      rotation: video.rotation,
      videoCodec: video.videoCodec,
      audioCodec: video.audioCodec,
      loudnessHundredths: loudnessLufs === null ? null : Math.round(loudnessLufs * 100),
      silent: [...silent],
      black: [...black],
    },
  };
};
