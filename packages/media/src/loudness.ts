import { guardedInput, keptSound, type LadderSource } from './ladder-command.ts';
import type { MediaLimits } from './limits.ts';

/** What lectures are levelled to, LUFS (EBU R 128 measure): as loud as phones and players expect of speech. */
export const TARGET_LUFS = -16;
/** Below this there is no speech to make louder. */
const SILENCE_LUFS = -60;
/** More would make the noise of the room as loud as the voice. */
const MOST_GAIN_DB = 20;
/** Less than this nobody hears. */
const LEAST_GAIN_DB = 0.5;

/** Options that print a summary of the loudness and nothing for each moment; both builds know them. */
export const LOUDNESS_FILTER = 'ebur128=framelog=verbose';

/** The command that listens to what is kept of the first sound track and writes no file. */
export function loudnessCommand(
  { path, container, part = null }: LadderSource,
  limits: MediaLimits,
): string[] {
  const heard = part ? `aresample=async=1:first_pts=0${keptSound(part)},` : '';
  return [
    ...guardedInput('file', container, limits),
    ...['-v', 'info', '-nostats', '-vn', '-sn', '-dn', '-i', `file:${path}`],
    ...['-map', '0:a:0', '-af', `${heard}${LOUDNESS_FILTER}`, '-f', 'null', '-'],
  ];
}

/** The integrated loudness in LUFS that ffmpeg said at the end; null where it said none. */
export function loudnessIn(log: string): number | null {
  const said = /Integrated loudness:\s+I:\s+(-?\d+(?:\.\d+)?|-inf|nan) LUFS/.exec(
    log.slice(log.lastIndexOf('Integrated loudness:')),
  )?.[1];
  const lufs = Number(said);
  return said === undefined || !Number.isFinite(lufs) ? null : lufs;
}

/** By how many decibels sound of this loudness becomes louder (or softer), −20 to 20; 0 for silence. */
export function gainFor(lufs: number | null): number {
  if (lufs === null || lufs < SILENCE_LUFS) return 0;
  const gain = Math.max(-MOST_GAIN_DB, Math.min(MOST_GAIN_DB, TARGET_LUFS - lufs));
  return Math.abs(gain) < LEAST_GAIN_DB ? 0 : Math.round(gain * 10) / 10;
}
