// What is conspicuous between people (TRUST.md §2.8). A finding says how many others there were, never
// who: they may belong to another administrator.
import type { Finding, Seen } from './finding.ts';
import { MOST_SEEN } from './finding.ts';

export interface OpenedAt {
  readonly personId: string;
  readonly sessionId: string;
  readonly atMs: number;
}

/** A2: at least `limit` people learned in one browser on one day; a finding for each of them. */
export function sharedBrowser(opened: readonly OpenedAt[], limit: number): Map<string, Finding> {
  const people = Map.groupBy(opened, (one) => one.personId);
  if (people.size < limit) return new Map();
  return new Map(
    [...people].map(([personId, own]) => [
      personId,
      {
        subject: '',
        figures: { people: people.size },
        seen: own.slice(0, MOST_SEEN).map(({ sessionId, atMs }): Seen => ({
          fromMs: atMs,
          toMs: atMs,
          sessionId,
          figures: {},
        })),
      },
    ]),
  );
}

export interface PhasedBeat {
  readonly personId: string;
  readonly sessionId: string;
  readonly atMs: number;
}

/** Reports come every 15 s; whose come within 2 s of each other go in step. */
const PERIOD_MS = 15_000;
const IN_STEP_MS = 2_000;
const WINDOW_MS = 5 * 60_000;
/** Half an hour in all. */
const WINDOWS = 6;

/**
 * A3: at least `limit` people at one address report within 2 s of each other, in six stretches of
 * five minutes or more. Where many learn at one address some are in step by chance, so it must also
 * be half of those who learn there at the time. A finding for each of them.
 */
export function inStep(beats: readonly PhasedBeat[], limit: number): Map<string, Finding> {
  const windows = Map.groupBy(beats, (beat) => Math.floor(beat.atMs / WINDOW_MS));
  const together = new Map<string, { windows: number; most: number; seen: Seen[] }>();
  for (const [window, inside] of windows) {
    const people = Map.groupBy(inside, (beat) => beat.personId);
    if (people.size < limit) continue;
    const group = largestGroup(
      [...people].map(([personId, own]) => ({ personId, phaseMs: meanPhase(own) })),
    );
    if (group.length < limit || group.length * 2 < people.size) continue;
    for (const personId of group) {
      const before = together.get(personId) ?? { windows: 0, most: 0, seen: [] };
      const row: Seen = {
        fromMs: window * WINDOW_MS,
        toMs: (window + 1) * WINDOW_MS,
        sessionId: people.get(personId)?.[0]?.sessionId ?? null,
        figures: { people: group.length },
      };
      together.set(personId, {
        windows: before.windows + 1,
        most: Math.max(before.most, group.length),
        seen: before.seen.length < MOST_SEEN ? [...before.seen, row] : before.seen,
      });
    }
  }
  return new Map(
    [...together]
      .filter(([, { windows: count }]) => count >= WINDOWS)
      .map(([personId, { windows: count, most, seen }]) => [
        personId,
        { subject: '', figures: { people: most, stretchMs: count * WINDOW_MS }, seen },
      ]),
  );
}

/** The mean of instants on the circle of a period, 0 … 15,000 ms. */
function meanPhase(beats: readonly { atMs: number }[]): number {
  let x = 0;
  let y = 0;
  for (const { atMs } of beats) {
    const angle = ((atMs % PERIOD_MS) / PERIOD_MS) * 2 * Math.PI;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const angle = Math.atan2(y, x);
  return (((angle + 2 * Math.PI) % (2 * Math.PI)) / (2 * Math.PI)) * PERIOD_MS;
}

/** The most people whose phases lie within 2 s of each other. */
function largestGroup(phases: readonly { personId: string; phaseMs: number }[]): string[] {
  const ascending = [...phases].sort((a, b) => a.phaseMs - b.phaseMs);
  // Once more a period later, so that a group over the turn of the circle is one group.
  const twice = [
    ...ascending,
    ...ascending.map(({ personId, phaseMs }) => ({ personId, phaseMs: phaseMs + PERIOD_MS })),
  ];
  let best: string[] = [];
  let end = 0;
  for (let start = 0; start < ascending.length; start += 1) {
    const fromMs = twice[start]?.phaseMs ?? 0;
    while (
      end < start + ascending.length &&
      (twice[end]?.phaseMs ?? Infinity) - fromMs <= IN_STEP_MS
    )
      end += 1;
    if (end - start > best.length) best = twice.slice(start, end).map(({ personId }) => personId);
  }
  return best;
}

export interface QuizSheet {
  readonly personId: string;
  readonly attemptId: string;
  /** When it was handed in, ms; from then on its right answers could be read. */
  readonly submittedMs: number;
  readonly items: readonly {
    readonly itemId: string;
    readonly right: boolean;
    readonly answeredMs: number;
  }[];
}

/** So many items make a pattern; one or two are chance. */
const PASSED_ITEMS = 3;

/**
 * A9: at one address somebody hands in a quiz with wrong answers and so is shown the right ones, and
 * within `limitSeconds` another person gives them, for three items or more. A finding for the latter.
 */
export function answersPassed(
  sheets: readonly QuizSheet[],
  limitSeconds: number,
): Map<string, Finding> {
  const findings = new Map<string, Finding>();
  for (const sheet of sheets) {
    const passed = sheet.items.filter(
      (item) => item.right && sheets.some((other) => reveals(other, sheet, item, limitSeconds)),
    );
    if (passed.length < PASSED_ITEMS) continue;
    findings.set(sheet.personId, {
      subject: '',
      figures: { items: passed.length },
      seen: passed.slice(0, MOST_SEEN).map(({ answeredMs }): Seen => ({
        fromMs: answeredMs,
        toMs: answeredMs,
        sessionId: sheet.attemptId,
        figures: {},
      })),
    });
  }
  return findings;
}

function reveals(
  other: QuizSheet,
  sheet: QuizSheet,
  item: QuizSheet['items'][number],
  limitSeconds: number,
): boolean {
  const laterMs = item.answeredMs - other.submittedMs;
  return (
    other.personId !== sheet.personId &&
    laterMs > 0 &&
    laterMs <= limitSeconds * 1000 &&
    other.items.some(({ itemId, right }) => itemId === item.itemId && !right)
  );
}
