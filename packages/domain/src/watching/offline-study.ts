// Study without a link: what a device logged is judged when it comes back. The key of the log lies in
// the learner's own device, so nothing here proves that anybody watched; what is held is that no more
// is granted than real time went by, and that no moment pays twice (TRUST 2.7).
import { assert } from '../assertion.ts';
import {
  clip,
  isIntervalSet,
  lengthMs,
  normalise,
  subtract,
  takeFirst,
  union,
  type Interval,
  type IntervalSet,
} from './intervals.ts';
import { clipToReached } from './order.ts';
import { checkSpans, type PlaybackPolicy, type Span, type SpanCheck } from './playback.ts';

/** How long a permission holds, days: a fortnight in a village without a link, and no longer. */
export const OFFLINE_DAYS = 14;

/** Most entries that are sent at once. */
export const MOST_STUDY_ENTRIES = 200;

/**
 * What happened offline: a lesson was opened, a stretch played, a reading read to its end, a case
 * begun, a decision taken in it.
 */
export const STUDY_KINDS = ['opened', 'watched', 'read', 'begun', 'decided'] as const;
export type StudyKind = (typeof STUDY_KINDS)[number];

/** One entry of the log that a device keeps under one permission. */
export interface StudyEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  readonly kind: StudyKind;
  /** Drawn anew whenever the page is opened: monotonic clocks of two sittings are not comparable. */
  readonly sitting: string;
  /** Ms since the sitting began, by the device's monotonic clock. */
  readonly monoMs: number;
  /** Ms since 1970 by the device's own clock: for people who look into it, nothing is counted by it. */
  readonly wallMs: number;
  /** What was played, in order; empty for all other kinds. */
  readonly spans: readonly Span[];
  readonly decision: { readonly nodeId: string; readonly optionId: string } | null;
}

/** The text of an entry that is hashed: fixed order of fields, so that the same entry gives the same. */
export function studyBody({
  seq,
  kind,
  sitting,
  monoMs,
  wallMs,
  spans,
  decision,
}: StudyEntry): string {
  const chosen = decision && [decision.nodeId, decision.optionId];
  return JSON.stringify([seq, kind, sitting, monoMs, wallMs, spans, chosen]);
}

/** What is hashed for an entry: the hash before it and its body. The first stands on the permission's id. */
export const linkText = (previousHash: string, entry: StudyEntry): string =>
  `${previousHash}|${studyBody(entry)}`;

export type HashedEntry = StudyEntry & { readonly hash: string };

/**
 * Whether the entries go on from `headHash`, each standing on the one before. `mac` is the keyed hash
 * (HMAC-SHA-256) of a text. Source: TRUST 2.7 (hash-chained log).
 */
export function chainHolds(
  entries: readonly HashedEntry[],
  headHash: string,
  mac: (text: string) => string,
): boolean {
  let previous = headHash;
  for (const entry of entries) {
    if (entry.hash !== mac(linkText(previous, entry))) return false;
    previous = entry.hash;
  }
  return true;
}

/** Where a log stands: the sitting of its last entry and that sitting's clock. */
export interface SittingClock {
  readonly sitting: string;
  readonly monoMs: number;
}

/**
 * Whether what the entries claim can be true at all by the device's own clock: time within a sitting
 * never runs backwards, and no entry claims more than passed since the one before (`checkSpans`).
 * Passing earns nothing by itself. Source: TRUST 2.3 (BAD_SPAN), 2.7.
 */
export function checkStudy(
  entries: readonly StudyEntry[],
  before: SittingClock | null,
  durationMs: number,
  policy: PlaybackPolicy,
): SpanCheck {
  let clock = before;
  for (const { sitting, monoMs, spans } of entries) {
    const sinceMs = clock?.sitting === sitting ? clock.monoMs : 0;
    const check = checkSpans(spans, monoMs - sinceMs, durationMs, policy);
    if (!check.ok) return check;
    clock = { sitting, monoMs };
  }
  return { ok: true };
}

/**
 * Server time that online playback has used up, from the times (ms since 1970) of its reports that
 * claimed something: each was paid from the `burstMs` before it, so that much of the clock is taken.
 * Never less than what was really paid, divided by the rate. Source: TRUST 2.3 (token bucket).
 */
export function timeSpentOnline(reportedAtMs: readonly number[], burstMs: number): IntervalSet {
  return normalise(reportedAtMs.map((at): Interval => [at - burstMs, at]));
}

export interface OfflineGrantRequest {
  /** Distinct time of the lecture watched so far. */
  readonly watched: IntervalSet;
  /** Spans in order of play that passed `checkStudy`. */
  readonly spans: readonly Span[];
  /** Whether the lecture is to be seen in order and is not complete yet (`clipToReached`). */
  readonly isInOrder: boolean;
  readonly durationMs: number;
  /** Server time when the permission was issued and when the log came back, ms since 1970. */
  readonly issuedMs: number;
  readonly returnedMs: number;
  /** Server time of this learner that has paid already: online playback and earlier returns. */
  readonly spent: IntervalSet;
  readonly policy: PlaybackPolicy;
}

export interface OfflineGrant {
  readonly watched: IntervalSet;
  /** Newly watched stretches of the lecture: what stays marked as not verified. */
  readonly granted: IntervalSet;
  readonly grantedMs: number;
  /** Distinct claimed time that no real time was left for. */
  readonly withheldMs: number;
  /** Claimed play that began beyond what had been reached, ms; 0 where order does not matter. */
  readonly skippedToMs: number;
  /** Server time that pays for this return and never again. */
  readonly spent: IntervalSet;
}

/**
 * Grants what was played offline, in order of play, new and repeated alike, as far as real time
 * between issue and return is left that nothing else of this learner has used: one learner, one
 * clock; of a lecture that is seen in order, only what began where the learner had been. The earliest free time pays, so that later permissions keep theirs.
 * Holds over all permissions and all online playback: Σ paid ≤ maxRate × real time;
 * grantedMs = growth of the union ≤ durationMs. Source: TRUST 2.7, DOMAIN 5.4.
 */
export function grantOffline(request: OfflineGrantRequest): OfflineGrant {
  const { watched, durationMs, issuedMs, returnedMs, policy } = request;
  assert(isIntervalSet(watched) && isIntervalSet(request.spent), 'both are interval sets');
  const isForwards = returnedMs > issuedMs;
  const free = isForwards ? subtract([[issuedMs, returnedMs]], request.spent) : [];
  const claimed: Interval[] = [];
  const accepted: Interval[] = [];
  const budgetMs = Math.floor(lengthMs(free) * policy.maxRate);
  let leftMs = budgetMs;
  const { spans, skippedToMs } = request.isInOrder
    ? clipToReached(request.spans, watched)
    : { spans: request.spans, skippedToMs: 0 };
  for (const [fromMs, endMs] of spans) {
    const toMs = Math.min(endMs, durationMs);
    if (fromMs >= toMs) continue;
    const paidMs = Math.min(leftMs, toMs - fromMs);
    claimed.push([fromMs, toMs]);
    accepted.push([fromMs, fromMs + paidMs]);
    leftMs -= paidMs;
  }
  const before = clip(watched, durationMs);
  const after = union(before, normalise(accepted));
  const granted = subtract(after, before);
  const paidMs = Math.min(lengthMs(free), Math.ceil((budgetMs - leftMs) / policy.maxRate));
  return {
    watched: after,
    granted,
    grantedMs: lengthMs(granted),
    withheldMs: lengthMs(subtract(normalise(claimed), after)),
    skippedToMs,
    spent: takeFirst(free, paidMs),
  };
}

export interface YearShare {
  /** Standing credit of the year, hundredths of an hour, and what of it was studied offline. */
  readonly postedHundredths: number;
  readonly offlineHundredths: number;
  /** The credit to be posted, hundredths; studied offline in part or whole. */
  readonly valueHundredths: number;
  readonly maxSharePercent: number;
}

/**
 * Whether a course any part of which was studied offline may be posted: the whole course counts as
 * studied offline, and all such courses together stay within the share of the year's posted hours,
 * this one included on both sides. Whole numbers throughout. Source: TRUST 2.7 (≤ 20 % of a year).
 */
export function withinYearShare(share: YearShare): boolean {
  const { postedHundredths, offlineHundredths, valueHundredths, maxSharePercent } = share;
  assert(
    Number.isInteger(maxSharePercent) && maxSharePercent >= 0 && maxSharePercent <= 100,
    'a share is a whole per cent from 0 to 100',
  );
  const offline = offlineHundredths + valueHundredths;
  return offline * 100 <= maxSharePercent * (postedHundredths + valueHundredths);
}
