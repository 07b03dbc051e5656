import { tmpdir } from 'node:os';
import type { Container } from './container.ts';
import { guardedInput } from './ladder-command.ts';
import type { MediaLimits } from './limits.ts';
import type { TracksFound } from './probe.ts';
import { refuse, type ProbeRefusal } from './refusal.ts';
import { runProgram } from './run-program.ts';

const HEADERS_MS = 60_000;
const LOG_CHARACTERS = 64_000;

interface Probe {
  readonly ffmpeg: string;
  readonly path: string;
  readonly container: Container;
  readonly limits: MediaLimits;
  readonly signal: AbortSignal | undefined;
}

/**
 * What ffmpeg says of the first picture and the first sound track, for files that the parser does not know. It
 * copies an instant of both, so that it reads the headers and little more.
 */
export async function tracksByFfmpeg(probe: Probe): Promise<TracksFound | ProbeRefusal> {
  const { limits, path } = probe;
  const outcome = await runProgram({
    program: probe.ffmpeg,
    args: [
      ...guardedInput('file', probe.container, limits),
      ...['-v', 'info', '-nostats', '-i', `file:${path}`],
      ...['-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-t', '0.1', '-f', 'null', '-'],
    ],
    folder: tmpdir(),
    wallClockMs: HEADERS_MS,
    // Nothing is written.
    outputBytes: Number.POSITIVE_INFINITY,
    memoryBytes: limits.memoryBytes,
    reserveBytes: 0,
    logCharacters: LOG_CHARACTERS,
    signal: probe.signal,
  });
  if (outcome.kind === 'stopped')
    return refuse(outcome.reason === 'aborted' ? 'aborted' : 'not-a-video', outcome.reason);
  if (outcome.kind === 'failed') return refuse('not-a-video', outcome.log);
  return tracksIn(outcome.log, limits);
}

/** Reads the lines by which every version of ffmpeg describes its input. */
export function tracksIn(log: string, limits: MediaLimits): TracksFound | ProbeRefusal {
  const input = log.slice(0, Math.max(0, log.indexOf('Stream mapping:'))) || log;
  const streams = input.split('\n').filter((line) => /^\s*Stream #0:\d+/.test(line));
  if (streams.length > limits.tracks) return refuse('too-large', `${streams.length} tracks`);
  const durationMs = durationIn(input);
  return {
    picture: pictureIn(streams, input, durationMs),
    sound: soundIn(streams, durationMs),
  };
}

function durationIn(log: string): number {
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d\d):(\d\d\.\d+)/.exec(log) ?? [];
  if (hours === undefined) return 0;
  return Math.round(1000 * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)));
}

function pictureIn(
  streams: readonly string[],
  log: string,
  durationMs: number,
): TracksFound['picture'] {
  const line = streams.find((one) => one.includes(': Video: ') && !one.includes('(attached pic)'));
  if (!line) return null;
  const [, width = 0, height = 0] = (/, (\d{1,5})x(\d{1,5})/.exec(line) ?? []).map(Number);
  const [, wide = 1, high = 1] = (/\[SAR (\d+):(\d+)/.exec(line) ?? []).map(Number);
  const shown = wide > 0 && high > 0 ? Math.round((width * wide) / high) : width;
  const turned = Number(/rotation of (-?\d+(?:\.\d+)?) degrees/.exec(log)?.[1] ?? 0);
  const rotation = (((Math.round(-turned / 90) * 90) % 360) + 360) % 360;
  const isAcross = rotation === 90 || rotation === 270;
  return {
    codec: codecIn(line, 'Video'),
    width: isAcross ? height : shown,
    height: isAcross ? shown : height,
    codedPixels: width * height,
    rotation: rotation === 90 || rotation === 180 || rotation === 270 ? rotation : 0,
    // Some recorders name no rate, or that of their clock; a lecture is safe at 25.
    frameRate: ratesIn(line) ?? 25,
    durationMs,
  };
}

function ratesIn(line: string): number | null {
  const rates = [/, (\d+(?:\.\d+)?) fps/, /, (\d+(?:\.\d+)?) tbr/].map((rate) =>
    Number(rate.exec(line)?.[1] ?? 0),
  );
  return rates.find((rate) => rate >= 1 && rate <= 120) ?? null;
}

function soundIn(streams: readonly string[], durationMs: number): TracksFound['sound'] {
  const line = streams.find((one) => one.includes(': Audio: '));
  if (!line) return null;
  const sampleRate = Number(/, (\d+) Hz/.exec(line)?.[1] ?? 0);
  const channels = / Hz, (mono|1 channels)/.test(line) ? 1 : 2;
  // Without a rate the track has no decoder here.
  return {
    codec: sampleRate > 0 ? codecIn(line, 'Audio') : null,
    channels,
    sampleRate,
    durationMs,
  };
}

/** `none` and `unknown`: ffmpeg has no decoder for the track. */
function codecIn(line: string, kind: 'Video' | 'Audio'): string | null {
  const name = new RegExp(`: ${kind}: ([a-z0-9_]+)`).exec(line)?.[1] ?? 'none';
  return name === 'none' || name === 'unknown' ? null : name;
}
