import { isChinese, spokenCharacters } from './sentences.ts';
import type { Schedule, TimedSentence } from './schedule.ts';

export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

const LINE_CHARACTERS = 20;
const CUE_LINES = 2;
const words = new Intl.Segmenter('zh', { granularity: 'word' });

export const buildCues = (schedule: Schedule): Cue[] =>
  schedule.slides.flatMap((slide) => slide.sentences.flatMap(sentenceCues));

/** A long sentence becomes several cues that share its time by their spoken characters. */
function sentenceCues(sentence: TimedSentence): Cue[] {
  const lines = breakLines(sentence.text);
  const groups: string[][] = [];
  for (let at = 0; at < lines.length; at += CUE_LINES) groups.push(lines.slice(at, at + CUE_LINES));
  const total = spokenCharacters(sentence.text);
  const timeAt = (characters: number): number =>
    Math.round(
      sentence.startMs + ((sentence.endMs - sentence.startMs) * characters) / Math.max(1, total),
    );
  let spoken = 0;
  return groups.map((group) => {
    const startMs = timeAt(spoken);
    spoken += spokenCharacters(group.join(''));
    return { startMs, endMs: timeAt(spoken), lines: group };
  });
}

/** Lines of at most 20 characters, as few as possible, broken after punctuation where possible. */
export function breakLines(sentence: string): string[] {
  const atoms = unbreakable(sentence);
  const best: { cost: number; lines: string[] }[] = [{ cost: 0, lines: [] }];
  for (let end = 1; end <= atoms.length; end += 1) {
    let cheapest: { cost: number; lines: string[] } | undefined;
    for (let start = end - 1; start >= 0; start -= 1) {
      const line = atoms.slice(start, end).join('');
      const before = best[start];
      if (before === undefined || [...line].length > LINE_CHARACTERS) break;
      const cost = before.cost + lineCost(line, end === atoms.length);
      if (cheapest === undefined || cost < cheapest.cost) {
        cheapest = { cost, lines: [...before.lines, line] };
      }
    }
    if (cheapest !== undefined) best[end] = cheapest;
  }
  return best[atoms.length]?.lines ?? [sentence];
}

/** One more line costs most, then a break inside a clause, then unequal lengths. */
function lineCost(line: string, isLast: boolean): number {
  const slack = (LINE_CHARACTERS - [...line].length) / LINE_CHARACTERS;
  const insideClause = !isLast && !/[，、：；。？！”》]$/u.test(line);
  return 10 + (insideClause ? 3 : 0) + slack * slack;
}

/** Words with the punctuation that may not begin a line; opening marks stay with what follows. */
function unbreakable(sentence: string): string[] {
  const atoms: string[] = [];
  let opened = '';
  for (const { segment } of words.segment(sentence)) {
    const opens = /^[《“‘「『]+$/u.test(segment);
    if (opens || (opened !== '' && ![...segment].some(isChinese))) opened += segment;
    else if ([...segment].some(isChinese) || atoms.length === 0) {
      atoms.push(opened + segment);
      opened = '';
    } else atoms[atoms.length - 1] += segment;
  }
  if (opened !== '') atoms.push(opened);
  return atoms.flatMap((atom) => ([...atom].length > LINE_CHARACTERS ? [...atom] : [atom]));
}

/** The cues as a WebVTT file. */
export function webVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ startMs, endMs, lines }) => `${stamp(startMs)} --> ${stamp(endMs)}\n${lines.join('\n')}\n`,
  );
  return `WEBVTT\n\n${blocks.join('\n')}`;
}

function stamp(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const fraction = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${fraction}`;
}
