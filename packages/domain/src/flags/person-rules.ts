// What is conspicuous in one person's day (TRUST.md §2.8). Pure: facts in, findings out.
import { seenBySession, type Finding, type Seen, type SeenBeat, MOST_SEEN } from './finding.ts';
import { spreadOf, stretchesOf } from './stretches.ts';

const HOUR_MS = 3_600_000;
/** Whoever is away longer than this has made a pause. */
const PAUSE_MS = 10 * 60_000;

const grantedIn = (beats: readonly SeenBeat[]) =>
  beats.reduce((sum, beat) => sum + beat.grantedMs, 0);

/** A1: more counted than `limitHours` in a day. `beats` are that day's, ascending by arrival. */
export function longDay(beats: readonly SeenBeat[], limitHours: number): Finding[] {
  const grantedMs = grantedIn(beats);
  if (grantedMs <= limitHours * HOUR_MS) return [];
  const seen = seenBySession(beats, (own) => ({ countedMs: grantedIn(own) }));
  return [{ subject: '', figures: { countedMs: grantedMs }, seen }];
}

/**
 * A11: longer than `limitHours` at a stretch within a night, which is `nightFromMs` … `nightToMs`
 * (23:00 to 05:00 of training time). Reports that played nothing do not count.
 */
export function nightStretch(
  beats: readonly SeenBeat[],
  night: { fromMs: number; toMs: number },
  limitHours: number,
): Finding[] {
  const within = beats.filter(
    ({ atMs, claimedMs }) => claimedMs > 0 && atMs >= night.fromMs && atMs < night.toMs,
  );
  const long = stretchesOf(
    within.map((beat) => beat.atMs),
    PAUSE_MS,
  ).filter(({ fromMs, toMs }) => toMs - fromMs > limitHours * HOUR_MS);
  const longest = Math.max(0, ...long.map(({ fromMs, toMs }) => toMs - fromMs));
  if (longest === 0) return [];
  const inside = within.filter(({ atMs }) =>
    long.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs),
  );
  const seen = seenBySession(inside, (own) => ({ countedMs: grantedIn(own) }));
  return [{ subject: '', figures: { stretchMs: longest }, seen }];
}

/** A lecture that was brought to its end. */
export interface CompletedLecture {
  readonly lessonId: string;
  readonly sessionId: string | null;
  readonly atMs: number;
}

/** A12: at least `limit` lectures completed in one stretch of watching without a pause. */
export function lectureRun(
  beats: readonly SeenBeat[],
  completed: readonly CompletedLecture[],
  limit: number,
): Finding[] {
  const stretches = stretchesOf(
    beats.map((beat) => beat.atMs),
    PAUSE_MS,
  );
  const runs = stretches.map(({ fromMs, toMs }) => ({
    stretchMs: toMs - fromMs,
    lectures: completed.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs),
  }));
  const longest = runs.reduce<(typeof runs)[number] | null>(
    (most, run) => (run.lectures.length > (most?.lectures.length ?? 0) ? run : most),
    null,
  );
  if (!longest || longest.lectures.length < limit) return [];
  const { lectures, stretchMs } = longest;
  const seen = lectures
    .slice(0, MOST_SEEN)
    .map(({ atMs, sessionId }): Seen => ({ fromMs: atMs, toMs: atMs, sessionId, figures: {} }));
  return [{ subject: '', figures: { lectures: lectures.length, stretchMs }, seen }];
}

/** A presence check that was passed. */
export interface PassedCheck {
  readonly sessionId: string;
  readonly askedMs: number;
  /** From the server's question to the answer's arrival, ms. */
  readonly tookMs: number;
}

/** Answers in one day that are too quick to have read the question. */
const QUICK_ANSWERS = 3;
/** So many answers, all taking the same time, are not a person's. */
const EVEN_ANSWERS = 5;
const EVEN_SPREAD_MS = 150;

/**
 * A5: at least three checks answered within `limitMs`, or five and more that all took the same time.
 * A longer time to answer, given to somebody who needs it, makes neither likelier.
 */
export function instantAnswers(checks: readonly PassedCheck[], limitMs: number): Finding[] {
  const quick = checks.filter(({ tookMs }) => tookMs < limitMs);
  const spreadMs = spreadOf(checks.map(({ tookMs }) => tookMs));
  const isEven = checks.length >= EVEN_ANSWERS && spreadMs < EVEN_SPREAD_MS;
  if (quick.length < QUICK_ANSWERS && !isEven) return [];
  const shown = isEven ? checks : quick;
  const seen = shown.slice(0, MOST_SEEN).map(({ sessionId, askedMs, tookMs }): Seen => ({
    fromMs: askedMs,
    toMs: askedMs + tookMs,
    sessionId,
    figures: { tookMs },
  }));
  const figures = { answers: shown.length, spreadMs: Math.round(spreadMs) };
  return [{ subject: '', figures, seen }];
}

/** A playback as it was opened. */
export interface Opening {
  readonly sessionId: string;
  readonly openedMs: number;
  readonly closedMs: number | null;
  /** What tells devices apart: the browser's mark, or what the browser calls itself. */
  readonly device: string;
}

/**
 * A7: at least `limit` times within an hour another device took over a playback that was not
 * closed. `openings` ascend by `openedMs`. Opening anew on the same device is no takeover.
 */
export function takeovers(openings: readonly Opening[], limit: number): Finding[] {
  const taken = openings.filter((one, at) => {
    const before = openings[at - 1];
    const wasOpen = before && (before.closedMs === null || before.closedMs > one.openedMs);
    return wasOpen && before.device !== one.device;
  });
  let most: readonly Opening[] = [];
  for (const [at, first] of taken.entries()) {
    const within = taken.slice(at).filter(({ openedMs }) => openedMs - first.openedMs < HOUR_MS);
    if (within.length > most.length) most = within;
  }
  if (most.length < limit) return [];
  const seen = most.slice(0, MOST_SEEN).map(({ sessionId, openedMs }): Seen => ({
    fromMs: openedMs,
    toMs: openedMs,
    sessionId,
    figures: {},
  }));
  return [{ subject: '', figures: { takeovers: most.length }, seen }];
}
