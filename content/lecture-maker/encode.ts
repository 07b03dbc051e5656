import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@xueshi/media';
import { FRAME_MS } from './schedule.ts';

/** A picture from a moment until the next one begins. */
export interface Still {
  readonly path: string;
  readonly startMs: number;
}

const run = promisify(execFile);
const FRAMES_PER_SECOND = 1000 / FRAME_MS;
/** Keyframes are a third of the file; players get the HLS package, which has its own. */
const KEYFRAME_SECONDS = 15;
const OUTPUT_HZ = 24_000;
/** Takes the rumble and the metallic top off the synthetic voice. */
const TONE = [
  'highpass=f=85',
  'equalizer=f=220:t=q:w=1:g=2',
  'equalizer=f=3200:t=q:w=1.2:g=-4',
  'lowpass=f=6500',
].join(',');
/** Aims high, because the limiter after it takes almost four units: −16.8 LUFS remain. */
const LOUDNESS = 'loudnorm=I=-13:TP=-1.5:LRA=11';
/** Low, because the AAC coder overshoots by up to 4 dB at this rate. */
const LIMIT = 'alimiter=limit=0.55:level=0:attack=3:release=40';

/** Makes the video from stills and the narration (WAV). All times on the frame grid. */
export async function encodeLecture(job: {
  readonly stills: readonly Still[];
  readonly durationMs: number;
  readonly narration: string;
  readonly target: string;
}): Promise<void> {
  const ffmpeg = await ffmpegPath();
  const list = join(dirname(job.narration), 'stills.txt');
  await writeFile(list, concatList(job.stills, job.durationMs));
  const level = await measuredLoudness(ffmpeg, job.narration);
  await run(ffmpeg, [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'concat', '-safe', '0', '-i', list, '-i', job.narration],
    ...['-map', '0:v', '-map', '1:a', '-map_metadata', '-1', '-fflags', '+bitexact'],
    ...['-vf', `fps=${FRAMES_PER_SECOND},scale=out_color_matrix=bt709:out_range=tv,format=yuv420p`],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'medium', '-tune', 'stillimage'],
    ...['-crf', '34', '-g', String(KEYFRAME_SECONDS * FRAMES_PER_SECOND), '-sc_threshold', '0'],
    ...['-keyint_min', String(KEYFRAME_SECONDS * FRAMES_PER_SECOND), '-flags:v', '+bitexact'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
    ...['-af', `${TONE},${level},${LIMIT},aresample=${OUTPUT_HZ}`],
    ...['-c:a', 'aac', '-b:a', '20k', '-ac', '1', '-flags:a', '+bitexact'],
    ...['-t', (job.durationMs / 1000).toFixed(3), '-movflags', '+faststart', job.target],
  ]);
}

async function ffmpegPath(): Promise<string> {
  const found = await findFfmpeg({ ffmpegPath: process.env['FFMPEG_PATH'] });
  if (!found.ok) throw new Error('no ffmpeg with x264 and AAC was found; install ffmpeg');
  return found.path;
}

/** The list that ffmpeg's concat demuxer reads; the last still stands twice, or its time is lost. */
export function concatList(stills: readonly Still[], durationMs: number): string {
  const frameOf = (ms: number): number => Math.round(ms / FRAME_MS);
  const lines = stills.map(({ path, startMs }, at) => {
    const endMs = stills[at + 1]?.startMs ?? durationMs;
    const seconds = ((frameOf(endMs) - frameOf(startMs)) * FRAME_MS) / 1000;
    return `file '${path}'\nduration ${seconds.toFixed(1)}\n`;
  });
  const last = stills.at(-1);
  return `ffconcat version 1.0\n${lines.join('')}${last === undefined ? '' : `file '${last.path}'\n`}`;
}

/** Loudness needs two passes: measured first, the second changes the level only, not the dynamics. */
async function measuredLoudness(ffmpeg: string, narration: string): Promise<string> {
  const filter = `${TONE},${LOUDNESS}:print_format=json`;
  const { stderr } = await run(ffmpeg, [
    ...['-nostdin', '-hide_banner', '-i', narration, '-af', filter, '-f', 'null', '-'],
  ]);
  const value = (name: string): string => {
    const found = new RegExp(`"${name}"\\s*:\\s*"(-?[0-9.]+)"`).exec(stderr)?.[1];
    if (found === undefined) throw new Error(`ffmpeg measured no ${name}`);
    return found;
  };
  return (
    `${LOUDNESS}:linear=true:measured_I=${value('input_i')}:measured_TP=${value('input_tp')}` +
    `:measured_LRA=${value('input_lra')}:measured_thresh=${value('input_thresh')}:offset=${value('target_offset')}`
  );
}
