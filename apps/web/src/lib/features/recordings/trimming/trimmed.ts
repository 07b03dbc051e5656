// What the start and the end of a lecture, as typed, make of its recording.
import type { DraftFile } from '@xueshi/contracts';
import {
  keptPart,
  proposedPart,
  trimFault,
  withinPart,
  type KeptPart,
  type TrimFault,
} from '@xueshi/domain';
import { msOf, type LectureRows } from '../lecture-rows.ts';

export interface Trimmed {
  /** Of the recording; null while it is not known. */
  readonly durationMs: number | null;
  /** What is kept; null: all of it. */
  readonly part: KeptPart | null;
  /** Why that cannot be kept, or what was typed that is no time. */
  readonly fault: TrimFault | 'no-time' | null;
  /** The numbers, from 1, of the rows that are not in the lecture. */
  readonly chaptersOutside: readonly number[];
  readonly slidesOutside: readonly number[];
  readonly isPosterOutside: boolean;
  /** The chapter that is under way when the lecture starts; null: one starts with it, or later. */
  readonly chapterAtStart: number | null;
  /** What a recording without sound or picture at its ends proposes, where that is not kept already. */
  readonly proposed: KeptPart | null;
}

const LONGEST_MS = 86_400_000;

/** Of rows as they are typed, and the recording that they are about. */
export function trimmedBy(rows: LectureRows, recording: DraftFile | undefined): Trimmed {
  const found = recording?.found ?? null;
  const durationMs = found?.durationMs ?? null;
  const [startMs, endMs] = [msOf(rows.start), msOf(rows.end)];
  const isTime = (typed: string, ms: number | null) => typed.trim() === '' || ms !== null;
  const typed = keptPart({ startMs, endMs }, durationMs ?? LONGEST_MS);
  const isTyped = isTime(rows.start, startMs) && isTime(rows.end, endMs);
  const wrong = typed && trimFault(typed, durationMs ?? LONGEST_MS);
  const fault = isTyped ? wrong : 'no-time';
  const part = fault === null ? typed : null;
  const proposed = found && proposedPart(durationMs ?? 0, found.silent, found.black);
  return {
    ...{ durationMs, part, fault },
    chaptersOutside: outside(rows.chapters, part),
    slidesOutside: outside(rows.slides, part),
    isPosterOutside: isOutside(msOf(rows.poster), part),
    chapterAtStart: atStart(rows.chapters, part),
    proposed: proposed && isSame(proposed, typed) ? null : proposed,
  };
}

const isSame = (one: KeptPart, other: KeptPart | null): boolean =>
  one.startMs === other?.startMs && one.endMs === other.endMs;

const isOutside = (ms: number | null, part: KeptPart | null): boolean =>
  part !== null && ms !== null && (ms < part.startMs || ms >= part.endMs);

/** Rows that have a moment, by their numbers, in the order of time. */
const numbered = (rows: readonly { readonly at: string }[]) =>
  rows
    .flatMap(({ at }, index) => {
      const startMs = msOf(at);
      return startMs === null ? [] : [{ startMs, number: index + 1 }];
    })
    .toSorted((a, b) => a.startMs - b.startMs);

function outside(rows: readonly { readonly at: string }[], part: KeptPart | null): number[] {
  const all = numbered(rows);
  const within = new Set(withinPart(all, part).map(({ number }) => number));
  return all.flatMap(({ number }) => (within.has(number) ? [] : number));
}

function atStart(rows: readonly { readonly at: string }[], part: KeptPart | null): number | null {
  const first = part && numbered(rows).findLast(({ startMs }) => startMs < part.startMs);
  const starts = part && numbered(rows).some(({ startMs }) => startMs === part.startMs);
  return first && !starts ? first.number : null;
}
