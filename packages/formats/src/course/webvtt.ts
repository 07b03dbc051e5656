import { locatedError, type LocatedError } from '../located-error.ts';

/** One subtitle: shown from `startMs` until `endMs`. */
export interface SubtitleCue {
  startMs: number;
  endMs: number;
  text: string;
  /** The line of its times in the file, from 1. */
  line: number;
}

export interface SubtitlesRead {
  cues: SubtitleCue[];
  errors: LocatedError[];
}

const TIME = '(?:(\\d{2,}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})';
const TIMING = new RegExp(`^${TIME}[ \\t]+-->[ \\t]+${TIME}(?:[ \\t]+\\S.*)?$`);
const OTHER_BLOCK = /^(NOTE|STYLE|REGION)([ \t]|$)/;

/**
 * A light check of a WebVTT file: signature, timing lines, text in every cue, starts not running
 * backwards, ends after starts. Gives the cues that could be read and every error with its line.
 */
export function readWebVtt(file: string, text: string): SubtitlesRead {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const read: SubtitlesRead = { cues: [], errors: [] };
  if (!/^WEBVTT([ \t].*)?$/.test(lines[0] ?? '')) {
    read.errors.push(locatedError('vtt-header', file, { line: 1, column: 1 }));
    return read;
  }
  for (const block of blocksAfterHeader(lines)) readBlock(file, block, read);
  if (read.cues.length === 0 && read.errors.length === 0) {
    read.errors.push(locatedError('vtt-no-cue', file, { line: 1, column: 1 }));
  }
  return read;
}

/**
 * The file that `readWebVtt` reads as these cues. A text may have several lines; blank ones, which would end the
 * cue, and arrows, which would begin its times, are taken out. Times are whole milliseconds.
 */
export function writeWebVtt(cues: readonly Omit<SubtitleCue, 'line'>[]): string {
  const blocks = cues.map(
    ({ startMs, endMs, text }) => `${timeOf(startMs)} --> ${timeOf(endMs)}\n${cueText(text)}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** A text as a cue can have it. */
export const cueText = (text: string): string =>
  text
    .replaceAll('-->', '→')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

function timeOf(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [seconds, minutes] = [Math.floor(ms / 1000), Math.floor(ms / 60_000)];
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${rest}`;
}

interface Block {
  /** Counts from 1. */
  firstLine: number;
  lines: string[];
}

function blocksAfterHeader(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let current: Block | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') {
      current = null;
    } else if (current === null) {
      current = { firstLine: index + 1, lines: [line] };
      blocks.push(current);
    } else {
      current.lines.push(line);
    }
  }
  return blocks.slice(1);
}

function readBlock(file: string, block: Block, read: SubtitlesRead): void {
  if (OTHER_BLOCK.test(block.lines[0] ?? '')) return;
  const timingAt = (block.lines[0] ?? '').includes('-->') ? 0 : 1; // A cue may begin with its id.
  const line = block.firstLine + timingAt;
  const refuse = (code: 'vtt-timing' | 'vtt-order' | 'vtt-blank-cue') =>
    read.errors.push(locatedError(code, file, { line, column: 1 }));
  const times = TIMING.exec(block.lines[timingAt] ?? '');
  if (times === null) return void refuse('vtt-timing');
  const startMs = milliseconds(times.slice(1, 5));
  const endMs = milliseconds(times.slice(5, 9));
  const text = block.lines.slice(timingAt + 1).join('\n');
  const previous = read.cues.at(-1);
  if (endMs <= startMs || (previous !== undefined && startMs < previous.startMs)) {
    refuse('vtt-order');
  }
  if (text.trim() === '') refuse('vtt-blank-cue');
  read.cues.push({ startMs, endMs, text, line });
}

function milliseconds([hours = '0', minutes, seconds, thousandths]: readonly string[]): number {
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(thousandths)
  );
}
