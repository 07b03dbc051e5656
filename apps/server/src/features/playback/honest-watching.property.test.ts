// Any player, honest or not, over any link, and a server that crashes at any moment, against a model
// that counts seconds one by one. With a real database: crash-and-restart.property.test.ts.
import { createSecretKey } from 'node:crypto';
import type { Beat } from '@xueshi/contracts';
import { DEFAULT_PLAYBACK_POLICY, lengthMs, openPlayhead } from '@xueshi/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beatOf, type Spans } from '../../testing/paper-lecture.ts';
import { judgeReport, type Report, type StoredBeat } from './judge-report.ts';
import { nonceFor } from './nonce.ts';
import type { PlaybackState } from './store.ts';

const SECONDS = 400;
const START = Date.parse('2026-03-02T01:00:00Z');
const secret = createSecretKey(Buffer.alloc(32, 7));
const { burstMs } = DEFAULT_PLAYBACK_POLICY;

function openState(): PlaybackState {
  const at = new Date(START);
  return {
    session: {
      id: 'session',
      personId: 'person',
      requestId: 'r',
      enrolmentId: 'e',
      lessonId: 'l',
      mediaAssetId: 'm',
      durationMs: SECONDS * 1000,
      epoch: 1,
      lastSeq: 0,
      lastMonoMs: 0,
      headHash: '',
      device: '',
      maxRatePercent: 100,
      coveragePercent: 95,
      seeking: 'free',
      openedAt: at,
      presenceRhythm: null,
      leftMs: 0,
      closedAt: null,
    },
    playhead: {
      personId: 'person',
      epoch: 1,
      ...openPlayhead(START),
      untilCheckMs: 0,
      openCheckId: null,
      openCheckAskedMs: null,
      openCheckDeadlineMs: null,
      checkTimeMs: null,
    },
    progress: {
      enrolmentNumber: 1,
      lessonId: 'l',
      startedAt: at,
      completedAt: null,
      watched: [],
      watchedMs: 0,
      unproven: [],
      resumeMs: 0,
      bestPercent: null,
    },
    enrolment: {
      id: 'e',
      number: 1,
      personId: 'person',
      courseId: 'c',
      courseVersionId: 'v',
      cycle: 'once',
      valueHundredths: 50,
      startedAt: at,
      lastActiveAt: at,
      completedAt: null,
    },
    questions: [],
  };
}

const JUDGED = {
  secret,
  policy: DEFAULT_PLAYBACK_POLICY,
  presence: null,
  delivered: null,
  isLate: false,
  newCheck: () => expect.unreachable(),
};

/** When the server crashes: it has judged and not written, or written and not answered. */
type Crash = 'before the commit' | 'after the commit';

/** What ought to count, second by second. */
function openModel() {
  const seen = Array.from({ length: SECONDS }, () => false);
  let tokens = 0;
  let lastAt = START;
  return {
    /** What new beats that arrive at `now` ought to be granted, ms. */
    grants(beats: readonly Beat[], now: number): number {
      let granted = 0;
      for (const beat of beats) {
        tokens = Math.min(tokens + Math.min(now - lastAt, burstMs), burstMs);
        lastAt = now;
        for (const [from, to] of beat.spans) {
          for (let second = from / 1000; second < to / 1000 && tokens > 0; second += 1) {
            tokens -= 1000;
            if (!seen[second]) granted += 1000;
            seen[second] = true;
          }
        }
      }
      return granted;
    },
    watchedMs: () => seen.filter(Boolean).length * 1000,
  };
}

/** The server's side: its disk, what it remembers of it, and the model beside it. */
function openServer() {
  let state = openState();
  let remembered: PlaybackState | null = null;
  let now = START;
  const stored = new Map<number, StoredBeat>();
  const model = openModel();

  return {
    wait: (ms: number) => void (now += ms),
    lastSeq: () => state.session.lastSeq,
    watchedMs: () => lengthMs(state.progress.watched),
    /** What is on disk is read again. */
    restart: () => void (remembered = null),
    /** The verdict, or null where a crash left the report without an answer. */
    report(beats: readonly Beat[], crash: Crash | null = null, epoch = 1) {
      const report: Report = {
        sessionId: 'session',
        epoch,
        nonce: nonceFor(secret, 'session', epoch, beats[0]?.seq ?? 0),
        beats,
      };
      const before = remembered ?? structuredClone(state);
      const verdict = judgeReport(report, before, stored, {
        ...JUDGED,
        now: new Date(now),
      });
      if (crash === 'before the commit') {
        remembered = null;
        return null;
      }
      if (verdict.kind === 'refused') return verdict;
      const fresh = beats.filter((beat) => beat.seq > before.session.lastSeq);
      const again = beats.filter((beat) => beat.seq <= before.session.lastSeq);
      const known = again.reduce((sum, beat) => sum + (stored.get(beat.seq)?.grantedMs ?? 0), 0);
      expect(verdict.grantedMs).toBe(known + model.grants(fresh, now));
      expect(verdict.replayed).toBe(fresh.length === 0);
      if (fresh.length === 0) expect(verdict.state).toBe(before);
      for (const row of verdict.rows)
        stored.set(row.seq, {
          bodyHash: row.bodyHash,
          grantedMs: row.grantedMs,
          withheldMs: row.withheldMs ?? 0,
        });
      state = verdict.state;
      remembered = crash ? null : state;
      checkBooks();
      return crash ? null : verdict;
    },
  };

  function checkBooks(): void {
    const { watched, watchedMs } = state.progress;
    const granted = [...stored.values()].reduce((sum, row) => sum + row.grantedMs, 0);
    expect(lengthMs(watched)).toBe(watchedMs);
    expect(granted).toBe(watchedMs);
    expect(watchedMs).toBe(model.watchedMs());
    expect(watchedMs).toBeLessThanOrEqual(now - START);
    expect(watchedMs).toBeLessThanOrEqual(SECONDS * 1000);
  }
}

type Fate =
  | 'arrives'
  | 'request lost'
  | 'answer lost'
  | 'the server crashes before the commit'
  | 'the server crashes after the commit';

const crashIn = (fate: Fate): Crash | null => {
  if (fate === 'the server crashes before the commit') return 'before the commit';
  return fate === 'the server crashes after the commit' ? 'after the commit' : null;
};
type Step =
  | { readonly do: 'play'; readonly seconds: number }
  | { readonly do: 'jump'; readonly second: number }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'send'; readonly fate: Fate }
  | { readonly do: 'resend'; readonly which: number }
  | { readonly do: 'restart' }
  | {
      readonly do: 'lie';
      readonly spans: readonly (readonly [number, number])[];
      readonly monoAhead: number;
    };

const fate = fc.constantFrom<Fate>(
  'arrives',
  'arrives',
  'arrives',
  'request lost',
  'answer lost',
  'the server crashes before the commit',
  'the server crashes after the commit',
);
const honestStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('play' as const),
      seconds: fc.integer({ min: 1, max: 25 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      second: fc.integer({ min: 0, max: SECONDS - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.integer({ min: 0, max: 300 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const), fate }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('resend' as const), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
const second = fc.integer({ min: 0, max: SECONDS });
const lie = fc.record({
  do: fc.constant('lie' as const),
  spans: fc.array(fc.tuple(second, second), { maxLength: 4 }),
  monoAhead: fc.integer({ min: 0, max: 600 }),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: honestStep },
  { weight: 2, arbitrary: lie },
);

/** A player with its queue: what is not acknowledged stays and is sent again, grown. */
function play(steps: readonly Step[]) {
  const server = openServer();
  const sent: Beat[][] = [];
  const played = new Set<number>();
  let queue: Beat[] = [];
  let spans: Spans = [];
  let position = 0;
  let mono = 0;
  let seq = 0;

  function send(how: Fate): void {
    seq += 1;
    queue.push(beatOf(seq, mono, spans));
    spans = [];
    const batch = queue.slice(0, 20);
    if (how === 'request lost') return;
    sent.push(batch);
    const verdict = server.report(batch, crashIn(how));
    if (verdict) expect(verdict.kind === 'refused' ? verdict.code : 'accepted').toBe('accepted');
    if (how === 'arrives') queue = queue.slice(batch.length);
  }

  for (const step of steps) {
    if (step.do === 'play') {
      const to = Math.min(position + step.seconds, SECONDS);
      if (to === position || spans.length === 16) continue;
      for (let at = position; at < to; at += 1) played.add(at);
      spans.push([position * 1000, to * 1000, 1]);
      server.wait((to - position) * 1000);
      mono += (to - position) * 1000;
      position = to;
    } else if (step.do === 'jump') position = step.second;
    else if (step.do === 'wait') {
      server.wait(step.seconds * 1000);
      mono += step.seconds * 1000;
    } else if (step.do === 'send') send(step.fate);
    else if (step.do === 'restart') server.restart();
    else if (step.do === 'resend') {
      const old = sent[step.which % Math.max(1, sent.length)];
      // What a crash kept from the disk may come now, in a batch that has grown since.
      if (old && (old[0]?.seq ?? 0) <= server.lastSeq() + 1)
        expect(server.report(old)?.kind).toBe('accepted');
    } else {
      const claimed = step.spans.map(([a, b]): [number, number, number] => [a * 1000, b * 1000, 1]);
      server.report([beatOf(server.lastSeq() + 1, mono + step.monoAhead * 1000, claimed)]);
    }
  }
  return {
    server,
    played,
    drain: () => {
      while (queue.length > 0 || spans.length > 0) send('arrives');
    },
  };
}

test('whatever is lost, resent, comes out of order or meets a crash, each played second counts once and no second for free', () => {
  fc.assert(
    fc.property(fc.array(honestStep, { maxLength: 40 }), (steps) => void play(steps)),
    { numRuns: 10_000 },
  );
});

test('made-up reports never earn more than the time that passed, whatever they claim', () => {
  const liar = fc
    .array(anyStep, { maxLength: 30 })
    .map((steps) => steps.filter((step) => step.do !== 'send' && step.do !== 'resend'));
  fc.assert(
    fc.property(liar, (steps) => void play(steps)),
    { numRuns: 2_000 },
  );
});

test('an honest learner on a bad link loses nothing, as long as no gap is longer than two minutes', () => {
  const short = fc
    .array(
      honestStep.filter((step) => step.do !== 'wait'),
      { maxLength: 30 },
    )
    .map((steps) => {
      // A beat gets through at least after every fourth stretch played: four stretches are shorter than two minutes.
      let stretches = 0;
      return steps.flatMap((step): Step[] => {
        if (step.do !== 'play') return [step];
        stretches += 1;
        return stretches % 4 === 0 ? [step, { do: 'send', fate: 'arrives' }] : [step];
      });
    });
  fc.assert(
    fc.property(short, (steps) => {
      const { server, played, drain } = play(steps);
      drain();
      expect(server.watchedMs()).toBe(played.size * 1000);
    }),
    { numRuns: 10_000 },
  );
});
