// The real lane on a real database file, cut off at any moment around its commits: what was answered
// is on disk, and what counts is exactly what was played.
import type { Beat } from '@xueshi/contracts';
import { schema, type Turn } from '@xueshi/database';
import { lengthMs } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { addPaperLecture, beatOf, type Spans } from '../../testing/paper-lecture.ts';
import { pass, useReportingClock } from '../../testing/reporting-clock.ts';
import { writeReadingCourse } from '../../testing/reading-course.ts';
import {
  newRequestId,
  openTestInstallation,
  type TestInstallation,
} from '../../testing/test-installation.ts';
import { checkEvidence } from '../archive/service.ts';
import { startCourse } from '../learning/service.ts';
import { forgetPlayback, openHeartbeatLane, openPlayback, readPlayback } from './service.ts';

const SECONDS = 400;
const { enrolments, lessonProgress, people } = schema;

let here: TestInstallation;

beforeAll(async () => {
  here = await openTestInstallation({
    courses: (folder) => writeReadingCourse(folder, 'long-lecture'),
  });
  await addPaperLecture(here.installation.platform, 'long-lecture', SECONDS * 1000);
});
afterAll(() => here.close());
useReportingClock();

type Moment = 'never' | 'before the commit' | 'after the commit';

class Crash extends Error {}

/** The platform of a server that can be made to crash around its next commit. */
function crashingPlatform(): { platform: Platform; crashes(when: Moment): void } {
  const { platform } = here.installation;
  let moment: Moment = 'never';
  const around = async <T>(commit: () => Promise<T>): Promise<T> => {
    if (moment === 'before the commit') throw new Crash(moment);
    const done = await commit();
    if (moment === 'after the commit') throw new Crash(moment);
    return done;
  };
  const cut = (turn: Turn): Turn => ({
    transaction: (work) => around(() => turn.transaction(work)),
    batch: (statements) => around(() => turn.batch(statements)),
    isWanted: () => turn.isWanted(),
  });
  return {
    platform: {
      ...platform,
      takeTurn: (work) => platform.takeTurn((turn) => work(cut(turn))),
    },
    crashes: (when) => void (moment = when),
  };
}

async function newActor(platform: Platform): Promise<Actor> {
  const personId = newId();
  await platform.write((tx) =>
    tx.insert(people).values({
      id: personId,
      name: '学员',
      namePinyin: 'xue yuan',
      nameInitials: 'xy',
      createdAt: here.clock.now(),
    }),
  );
  const actor = { personId, address: '127.0.0.1' } as Actor;
  await startCourse(platform, actor, 'long-lecture');
  return actor;
}

type Step =
  | { readonly do: 'play'; readonly seconds: number }
  | { readonly do: 'jump'; readonly second: number }
  | { readonly do: 'send'; readonly crash: Moment }
  | { readonly do: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
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
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      crash: fc.constantFrom<Moment>('never', 'never', 'before the commit', 'after the commit'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

async function watchedMs(actor: Actor): Promise<number> {
  const [row] = await here.installation.platform.db
    .select({ watched: lessonProgress.watched, watchedMs: lessonProgress.watchedMs })
    .from(enrolments)
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentId, enrolments.id))
    .where(and(eq(enrolments.personId, actor.personId)));
  expect(lengthMs(row?.watched ?? [])).toBe(row?.watchedMs);
  return row?.watchedMs ?? 0;
}

/** Plays the steps, then sends what is left, on a server that starts anew after every crash. */
async function play(steps: readonly Step[]): Promise<{ actor: Actor; played: Set<number> }> {
  const { platform, crashes } = crashingPlatform();
  const actor = await newActor(platform);
  const session = await openPlayback(platform, actor, {
    requestId: newRequestId(),
    slug: 'long-lecture',
    lessonKey: 'lecture',
    clientInfo: '',
  });
  let lane = openHeartbeatLane(platform);
  let { nonce } = session;
  const played = new Set<number>();
  let queue: Beat[] = [];
  let spans: Spans = [];
  let [position, mono, seq] = [0, 0, 0];

  function restart(): void {
    crashes('never');
    forgetPlayback(platform, actor.personId);
    lane = openHeartbeatLane(platform);
  }

  async function send(crash: Moment): Promise<void> {
    seq += 1;
    queue.push(beatOf(seq, mono, spans));
    spans = [];
    const beats = queue.slice(0, 20);
    vi.advanceTimersByTime(5_000);
    crashes(crash);
    const { sessionId, epoch } = session;
    try {
      const answer = await lane.report(actor.personId, { sessionId, epoch, nonce, beats });
      nonce = answer.nonce;
      queue = queue.slice(beats.length);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      restart();
      // As a player does: it asks where the server stands, and sends again what is not there.
      const standing = await readPlayback(platform, actor, sessionId);
      nonce = standing.nonce;
      queue = queue.filter((beat) => beat.seq > standing.lastSeq);
    }
  }

  let stretches = 0;
  for (const one of steps) {
    if (one.do === 'jump') position = one.second;
    else if (one.do === 'restart') restart();
    else if (one.do === 'send') await send(one.crash);
    else {
      const to = Math.min(position + one.seconds, SECONDS);
      if (to === position) continue;
      for (let at = position; at < to; at += 1) played.add(at);
      spans.push([position * 1000, to * 1000, 1]);
      pass(here, (to - position) * 1000);
      mono += (to - position) * 1000;
      position = to;
      stretches += 1;
      // Longer than two minutes nobody may be without an answer (credit.md).
      if (stretches % 4 === 0) await send('never');
    }
  }
  while (queue.length > 0 || spans.length > 0) await send('never');
  return { actor, played };
}

test('whenever the server crashes around a commit, all that was played counts, once, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { actor, played } = await play(steps);
      expect(await watchedMs(actor)).toBe(played.size * 1000);
    }),
    { numRuns: 500 },
  );
  expect((await checkEvidence(here.installation.platform.db)).problems).toEqual([]);
});
