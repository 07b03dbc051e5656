import type { KeptPart } from '@xueshi/domain';
import type { Container } from './container.ts';
import { KEYFRAME_SECONDS, SEGMENT_SECONDS, type AudioPlan, type Rung } from './ladder.ts';
import type { MediaLimits } from './limits.ts';

/** Demuxers of single pictures. */
export type Picture = 'webp_pipe' | 'png_pipe' | 'jpeg_pipe';

/**
 * Options before `-i` that let ffmpeg read this one file and nothing else: the demuxer is forced to the
 * container that was found, and a playlist in disguise can neither be recognised nor open a file (TRUST.md F5).
 */
export function guardedInput(
  protocol: 'file' | 'pipe',
  container: Container | Picture,
  limits: MediaLimits,
): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-y', '-v', 'error', '-max_alloc', `${256 * 1024 * 1024}`],
    ...['-protocol_whitelist', protocol, '-format_whitelist', container, '-f', container],
    ...['-max_pixels', `${limits.framePixels}`, '-threads', `${limits.threads}`],
  ];
}

export interface LadderSource {
  readonly path: string;
  readonly container: Container;
  /** What is kept of it; left out or null: all. */
  readonly part?: KeptPart | null;
}

/**
 * The command that decodes the picture once and writes its three renditions, each as an HLS media playlist with
 * fMP4 segments in a folder of its own, relative to the working folder.
 */
export function picturesCommand(
  source: LadderSource,
  rungs: readonly [Rung, Rung, Rung],
  limits: MediaLimits,
): string[] {
  return [
    ...guardedInput('file', source.container, limits),
    ...['-i', `file:${source.path}`, '-progress', 'pipe:1'],
    // The frames come at a constant rate already. Left to itself ffmpeg 4.1 looks at how long the recording shows
    // its first picture, and delays all pictures by that: screen recorders write none until something moves.
    ...['-vsync', 'passthrough'],
    ...[
      '-filter_complex_threads',
      '1',
      '-filter_complex',
      picturesGraph(rungs, source.part ?? null),
    ],
    ...rungs.flatMap((rung, step) => videoOutput(rung, `v${step}`, limits)),
  ];
}

/** The same for the sound, which becomes louder by `gainDb` decibels. */
export function soundCommand(
  source: LadderSource,
  audio: AudioPlan,
  limits: MediaLimits,
  gainDb = 0,
): string[] {
  return [
    ...guardedInput('file', source.container, limits),
    ...[
      '-i',
      `file:${source.path}`,
      '-filter_complex',
      soundGraph(audio, source.part ?? null, gainDb),
    ],
    ...audioOutput(audio),
  ];
}

/** The lowest rendition is scaled from the middle one: half the work, and no visible difference. */
function picturesGraph(rungs: readonly [Rung, Rung, Rung], part: KeptPart | null): string {
  const [top, middle, low] = rungs;
  const size = (rung: Rung) =>
    `fps=${rung.frameRate},scale=${rung.width}:${rung.height}:flags=bicubic,setsar=1`;
  return [
    `[0:v:0]${keptPictures(top.frameRate, part)},split=2[full][reduced]`,
    `[full]${size(top)}[v0]`,
    `[reduced]${size(middle)},split=2[v1][smaller]`,
    `[smaller]${size(low)}[v2]`,
  ].join(';');
}

/**
 * From time 0, whenever the first frame comes, so that picture and sound stay together. Of a part all frames are
 * decoded from the beginning on: containers that cannot be sought in are cut as exactly as others, and what was
 * shown when the part begins (a slide without a frame of its own then) is its first picture.
 */
const keptPictures = (frameRate: number, part: KeptPart | null): string =>
  part
    ? `fps=fps=${frameRate}:start_time=${seconds(part.startMs)},setpts=PTS-STARTPTS,trim=duration=${lasts(part)}`
    : `fps=fps=${frameRate}:start_time=0`;

const soundGraph = (audio: AudioPlan, part: KeptPart | null, gainDb: number): string =>
  `[0:a:0]aresample=${audio.sampleRate}:async=1:first_pts=0${keptSound(part)}${levelling(gainDb)}[sound]`;

/** The filters, after a comma, that keep a part of the sound, to the sample; none where all is kept. */
export const keptSound = (part: KeptPart | null): string =>
  part ? `,atrim=start=${seconds(part.startMs)}:duration=${lasts(part)},asetpts=PTS-STARTPTS` : '';

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const lasts = ({ startMs, endMs }: KeptPart): string => seconds(endMs - startMs);

/** Louder or softer by as much everywhere; peaks that would not fit are held below −1.5 dB full scale. */
const levelling = (gainDb: number): string =>
  gainDb === 0 ? '' : `,volume=${gainDb}dB,alimiter=limit=0.84:level=false`;

/**
 * No B-frames: nothing is reordered, so every segment starts at exactly its time and needs no edit list, which
 * not all players honour. Slides gain nothing from them.
 */
function videoOutput(rung: Rung, label: string, limits: MediaLimits): string[] {
  const rate = rung.maxBitsPerSecond;
  return [
    ...['-map', `[${label}]`, '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'high', '-pix_fmt', 'yuv420p'],
    ...['-bf', '0', '-crf', '26', '-maxrate', `${rate}`, '-bufsize', `${2 * rate}`],
    ...['-force_key_frames', `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`, '-sc_threshold', '0'],
    ...['-threads', `${limits.threads}`, ...hlsOutput(rung.folder, ['independent_segments'])],
  ];
}

function audioOutput(audio: AudioPlan): string[] {
  return [
    ...['-map', '[sound]', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-c:a', 'aac', '-b:a', `${audio.bitsPerSecond}`, '-ac', `${audio.channels}`],
    ...hlsOutput(audio.folder, []),
  ];
}

function hlsOutput(folder: string, flags: readonly string[]): string[] {
  return [
    ...['-f', 'hls', '-hls_time', `${SEGMENT_SECONDS}`, '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
    ...(flags.length > 0 ? ['-hls_flags', flags.join('+')] : []),
    ...['-hls_segment_filename', `${folder}/segment-%05d.m4s`, `${folder}/index.m3u8`],
  ];
}
