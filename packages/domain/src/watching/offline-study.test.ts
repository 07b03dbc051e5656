import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isIntervalSet, lengthMs, union, type IntervalSet } from './intervals.ts';
import {
  chainHolds,
  checkStudy,
  grantOffline,
  linkText,
  timeSpentOnline,
  withinYearShare,
  type HashedEntry,
  type StudyEntry,
} from './offline-study.ts';
import { ORDER_SLACK_MS } from './order.ts';
import { DEFAULT_PLAYBACK_POLICY, grantSpans, openPlayhead, type Span } from './playback.ts';
import { durationMs, MINUTE_MS, OPENED_MS, play } from './study.fixture.ts';

const policy = DEFAULT_PLAYBACK_POLICY;
const mac = (text: string) => createHmac('sha256', 'a key').update(text).digest('base64url');

const entryOf = (seq: number, monoMs: number, spans: readonly Span[] = []): StudyEntry => ({
  seq,
  kind: spans.length > 0 ? 'watched' : 'opened',
  sitting: 'one',
  monoMs,
  wallMs: OPENED_MS + monoMs,
  spans,
  decision: null,
});

function chained(entries: readonly StudyEntry[], head = 'permission'): HashedEntry[] {
  let previous = head;
  return entries.map((entry) => {
    previous = mac(linkText(previous, entry));
    return { ...entry, hash: previous };
  });
}

const anySpan = fc
  .tuple(fc.integer({ min: 0, max: durationMs }), fc.integer({ min: 1, max: 300_000 }))
  .map(([fromMs, length]): Span => play(fromMs, fromMs + length));
const anySpans = fc.array(anySpan, { maxLength: 6 });
const anyLog = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 600_000 }), anySpans), { minLength: 1, maxLength: 8 })
  .map((steps) => {
    let monoMs = 0;
    return steps.map(([stepMs, spans], at) => entryOf(at + 1, (monoMs += stepMs), spans));
  });

describe('the chain of a log', () => {
  test('holds as it was written', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        expect(chainHolds(chained(log), 'permission', mac)).toBe(true);
      }),
    );
  });

  test('breaks wherever an entry was changed, left out or put in another place', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), fc.integer({ min: 1, max: 9_999 }), (log, place, byMs) => {
        const entries = chained(log);
        const at = place % entries.length;
        const changed = entries.map((entry, n) =>
          n === at ? { ...entry, monoMs: entry.monoMs + byMs } : entry,
        );
        expect(chainHolds(changed, 'permission', mac)).toBe(false);
        expect(chainHolds(entries, 'another permission', mac)).toBe(false);
        if (at < entries.length - 1)
          expect(chainHolds(entries.toSpliced(at, 1), 'permission', mac)).toBe(false);
      }),
    );
  });

  test('breaks where it was made with another key', () => {
    const other = (text: string) => createHmac('sha256', 'other').update(text).digest('base64url');
    expect(chainHolds(chained([entryOf(1, 0)]), 'permission', other)).toBe(false);
  });
});

describe('what a log claims', () => {
  test('cannot be more than passed between two entries of one sitting', () => {
    const honest = [entryOf(1, 0), entryOf(2, 60_000, [play(0, 60_000)])];
    expect(checkStudy(honest, null, durationMs, policy)).toEqual({ ok: true });
    const hasty = [entryOf(1, 0), entryOf(2, 30_000, [play(0, 60_000)])];
    expect(checkStudy(hasty, null, durationMs, policy).ok).toBe(false);
  });

  test('cannot run backwards, but begins anew with a new sitting', () => {
    const back = [entryOf(1, 60_000), entryOf(2, 30_000)];
    expect(checkStudy(back, null, durationMs, policy).ok).toBe(false);
    const anew = [entryOf(1, 60_000), { ...entryOf(2, 30_000, [play(0, 30_000)]), sitting: 'two' }];
    expect(checkStudy(anew, null, durationMs, policy)).toEqual({ ok: true });
  });

  test('goes on from the entry that came back before', () => {
    const next = [entryOf(3, 90_000, [play(0, 60_000)])];
    const before = { sitting: 'one', monoMs: 60_000 };
    expect(checkStudy(next, before, durationMs, policy).ok).toBe(false);
    expect(checkStudy(next, { ...before, monoMs: 30_000 }, durationMs, policy).ok).toBe(true);
  });
});

const request = (spans: readonly Span[], minutes: number) => ({
  watched: [] as IntervalSet,
  spans,
  isInOrder: false,
  durationMs,
  issuedMs: OPENED_MS,
  returnedMs: OPENED_MS + minutes * MINUTE_MS,
  spent: [] as IntervalSet,
  policy,
});

describe('what is granted', () => {
  test('is what was played, where real time allows it', () => {
    const grant = grantOffline(request([play(0, 5 * MINUTE_MS)], 60));
    expect(grant.watched).toEqual([[0, 5 * MINUTE_MS]]);
    expect(grant.withheldMs).toBe(0);
    expect(grant.spent).toEqual([[OPENED_MS, OPENED_MS + 5 * MINUTE_MS]]);
  });

  test('is no more than the time between issue and return', () => {
    const grant = grantOffline(request([play(0, 5 * MINUTE_MS)], 3));
    expect(grant.grantedMs).toBe(3 * MINUTE_MS);
    expect(grant.withheldMs).toBe(2 * MINUTE_MS);
  });

  test('leaves out what was spent on watching online meanwhile', () => {
    const online = timeSpentOnline([OPENED_MS + 2 * MINUTE_MS], policy.burstMs);
    const grant = grantOffline({ ...request([play(0, 5 * MINUTE_MS)], 3), spent: online });
    expect(grant.grantedMs).toBe(MINUTE_MS);
  });

  test('is nothing where the clock was set back', () => {
    expect(grantOffline(request([play(0, MINUTE_MS)], -5)).grantedMs).toBe(0);
  });

  test('leaves out what was skipped to, where a lecture is seen in order', () => {
    const spans = [play(0, MINUTE_MS), play(4 * MINUTE_MS, 5 * MINUTE_MS), play(MINUTE_MS, 90_000)];
    const grant = grantOffline({ ...request(spans, 60), isInOrder: true });
    expect(grant.watched).toEqual([[0, 90_000]]);
    expect(grant).toMatchObject({ skippedToMs: MINUTE_MS, withheldMs: 0 });
    expect(lengthMs(grant.spent)).toBe(90_000);
  });

  test('never leaves a gap longer than the slack where a lecture is seen in order, and takes nothing from who sees it so', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { watched, skippedToMs } = grantOffline({ ...request(spans, 600), isInOrder: true });
        const starts = watched.map(([fromMs]) => fromMs);
        const ends = [0, ...watched.map(([, toMs]) => toMs)];
        for (const [at, fromMs] of starts.entries())
          expect(fromMs - (ends[at] ?? 0)).toBeLessThanOrEqual(ORDER_SLACK_MS);
        const free = grantOffline(request(spans, 600));
        if (skippedToMs === 0) expect(watched).toEqual(free.watched);
        else expect(lengthMs(watched)).toBeLessThanOrEqual(lengthMs(free.watched));
      }),
    );
  });

  test('never pays one moment twice: the same log again brings nothing', () => {
    fc.assert(
      fc.property(anySpans, fc.integer({ min: 0, max: 60 }), (spans, minutes) => {
        const first = grantOffline(request(spans, minutes));
        const again = grantOffline({
          ...request(spans, minutes),
          watched: first.watched,
          spent: first.spent,
        });
        expect(first.grantedMs).toBeLessThanOrEqual(Math.min(minutes * MINUTE_MS, durationMs));
        expect(lengthMs(again.spent) + lengthMs(first.spent)).toBeLessThanOrEqual(
          minutes * MINUTE_MS,
        );
        expect(isIntervalSet(first.watched) && isIntervalSet(first.spent)).toBe(true);
        expect(first.grantedMs).toBe(lengthMs(first.granted));
        if (first.withheldMs === 0) expect(again.grantedMs).toBe(0);
      }),
    );
  });
});

type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'online'; readonly spans: readonly Span[] }
  | { readonly kind: 'open' }
  | { readonly kind: 'issue' }
  | { readonly kind: 'return'; readonly which: number; readonly spans: readonly Span[] };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
  fc.record({ kind: fc.constant('online' as const), spans: anySpans }),
  fc.record({ kind: fc.constant('open' as const) }),
  fc.record({ kind: fc.constant('issue' as const) }),
  fc.record({ kind: fc.constant('return' as const), which: fc.nat(), spans: anySpans }),
);

/** A learner who watches one lecture online and others offline, in any order whatever. */
function live(steps: readonly Step[], maxRate: number) {
  const rules = { ...policy, maxRate };
  let nowMs = OPENED_MS;
  let playhead = openPlayhead(nowMs);
  let watchedOnline: IntervalSet = [];
  let spent: IntervalSet = [];
  const reportedAt: number[] = [];
  const permissions: { issuedMs: number; watched: IntervalSet }[] = [];
  let paidMs = 0;
  for (const step of steps) {
    if (step.kind === 'wait') nowMs += step.ms;
    if (step.kind === 'open') playhead = openPlayhead(nowMs);
    if (step.kind === 'issue') permissions.push({ issuedMs: nowMs, watched: [] });
    if (step.kind === 'online') {
      const grant = grantSpans({
        ...{ watched: watchedOnline, spans: step.spans, durationMs, playhead, nowMs },
        policy: rules,
      });
      ({ watched: watchedOnline, playhead } = grant);
      if (grant.claimedMs > 0) reportedAt.push(nowMs);
      paidMs += grant.spentMs;
    }
    const permission =
      step.kind === 'return' ? permissions[step.which % (permissions.length || 1)] : undefined;
    if (step.kind === 'return' && permission) {
      const grant = grantOffline({
        ...{ watched: permission.watched, spans: step.spans, durationMs, policy: rules },
        isInOrder: false,
        ...{ issuedMs: permission.issuedMs, returnedMs: nowMs },
        spent: union(spent, timeSpentOnline(reportedAt, rules.burstMs)),
      });
      permission.watched = grant.watched;
      spent = union(spent, grant.spent);
      paidMs += grant.grantedMs;
      // What an open player has in hand may be of the time that was just paid out.
      playhead = openPlayhead(nowMs);
    }
  }
  return { paidMs, elapsedMs: nowMs - OPENED_MS, permissions };
}

test('one learner, one clock: over all permissions and online playback no more than real time', () => {
  fc.assert(
    fc.property(
      fc.array(anyStep, { maxLength: 30 }),
      fc.constantFrom(1, 1, 1.25, 2),
      (steps, maxRate) => {
        const { paidMs, elapsedMs, permissions } = live(steps, maxRate);
        expect(paidMs).toBeLessThanOrEqual(maxRate * elapsedMs);
        for (const { watched } of permissions)
          expect(lengthMs(watched)).toBeLessThanOrEqual(durationMs);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  [1_000, 0, 50, true],
  [200, 0, 50, true],
  [199, 0, 50, false],
  [1_000, 200, 50, false],
  [0, 0, 50, false],
])(
  'with %i posted and %i of it offline, another %i is posted: %s',
  (posted, offline, value, answer) => {
    const share = { postedHundredths: posted, offlineHundredths: offline, valueHundredths: value };
    expect(withinYearShare({ ...share, maxSharePercent: 20 })).toBe(answer);
  },
);
