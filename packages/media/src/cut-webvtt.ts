import { spanWithin, type KeptPart } from '@xueshi/domain';

const TIME = '(?:(\\d{2,}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})';
const TIMING = new RegExp(`^${TIME}([ \\t]+-->[ \\t]+)${TIME}(.*)$`);
const WITHIN = new RegExp(`<${TIME}>`, 'g');

/**
 * A WebVTT file (lines end in \n) cut to a part of the recording and moved to its beginning: cues outside go,
 * those across an end are cut there. Everything else (notes, styles, ids, settings) stays as it is. Null where no
 * cue is left. Times are whole milliseconds.
 */
export function cutWebVtt(text: string, part: KeptPart): string | null {
  const blocks = text.trimEnd().split(/\n{2,}/);
  let cues = 0;
  const kept = blocks.flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMING.test(line));
    if (at < 0) return [block];
    const cut = cutCue(lines, at, part);
    if (cut === null) return [];
    cues += 1;
    return [cut];
  });
  return cues === 0 ? null : `${kept.join('\n\n')}\n`;
}

/** A cue whose times stand in line `at`; null where it is not within the part. */
function cutCue(lines: readonly string[], at: number, part: KeptPart): string | null {
  const found = TIMING.exec(lines[at] ?? '') ?? [];
  const span = { startMs: msOf(found.slice(1, 5)), endMs: msOf(found.slice(6, 10)) };
  const within = spanWithin(span, part);
  if (!within) return null;
  const timing = `${timeOf(within.startMs)}${found[5]}${timeOf(within.endMs)}${found[10]}`;
  const text = lines.slice(at + 1).map((line) =>
    // Times inside of a text must lie between those of its cue.
    line.replaceAll(WITHIN, (...inside) => {
      const ms = msOf(inside.slice(1, 5)) - part.startMs;
      return ms > within.startMs && ms < within.endMs ? `<${timeOf(ms)}>` : '';
    }),
  );
  return [...lines.slice(0, at), timing, ...text].join('\n');
}

function msOf(parts: readonly unknown[]): number {
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = parts.map((part) => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

function timeOf(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${rest}`;
}
