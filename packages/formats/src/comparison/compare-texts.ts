import { diffLines } from 'diff';

export interface ComparedLines {
  readonly kind: 'same' | 'added' | 'removed';
  /** Where they begin in the text that has them (both have what is the same: in the later), from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Lines of what is the same that are shown beside a change. */
const AROUND = 3;
/** Beyond so many changed lines the search for the least change takes too long. */
const MOST_EDITS = 3_000;

const linesOf = (text: string): string[] => {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

/**
 * What changed from one text to another, line by line: parts of lines that follow each other, each with up to
 * three lines around it; none where the texts are the same. Line ends count as one however they are
 * written. Texts that have little in common are shown as one removed and one added.
 */
export function compareTexts(before: string, after: string): readonly (readonly ComparedLines[])[] {
  const [from, to] = [before, after].map((text) => text.replaceAll(/\r\n?/g, '\n')) as [
    string,
    string,
  ];
  return inParts(allLines(from, to));
}

function allLines(from: string, to: string): ComparedLines[] {
  const found = diffLines(from, to, { maxEditLength: MOST_EDITS });
  const pieces = found ?? [
    { value: from, added: false, removed: true },
    { value: to, added: true, removed: false },
  ];
  const at = { before: 1, after: 1 };
  return pieces.flatMap(({ value, added, removed }): ComparedLines[] => {
    const lines = linesOf(value);
    if (lines.length === 0) return [];
    const line = removed ? at.before : at.after;
    if (!added) at.before += lines.length;
    if (!removed) at.after += lines.length;
    return [{ kind: added ? 'added' : removed ? 'removed' : 'same', line, lines }];
  });
}

/** Leaves out what is the same and far from every change. */
function inParts(all: readonly ComparedLines[]): ComparedLines[][] {
  const parts: ComparedLines[][] = [];
  let part: ComparedLines[] = [];
  const close = () => {
    if (part.some(({ kind }) => kind !== 'same')) parts.push(part);
    part = [];
  };
  for (const [index, run] of all.entries()) {
    if (run.kind !== 'same') {
      part.push(run);
      continue;
    }
    const { lines, line } = run;
    const isFirst = index === 0;
    const isLast = index === all.length - 1;
    if (!isFirst && !isLast && lines.length <= 2 * AROUND) {
      part.push(run);
      continue;
    }
    if (!isFirst) part.push({ ...run, lines: lines.slice(0, AROUND) });
    close();
    if (isLast) continue;
    const skipped = Math.max(0, lines.length - AROUND);
    part.push({ ...run, line: line + skipped, lines: lines.slice(skipped) });
  }
  close();
  return parts;
}
