// The real lane on a real database file, cut off at any moment around its commits: what was answered
// is on disk, and what counts is exactly what was played.
import type { Beat, PlaybackSession } from '@xueshi/contracts';
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
  | { readonly do: 'send'; readonly crash: Moment; readonly devicesBack: number }
  | { readonly do: 'take up another device' }
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
      devicesBack: fc.constantFrom(0, 0, 0, 1, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('take up another device' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

async function watchedMs(actor: Actor): Promise<number> {
  const [row] = await here.installation.platform.db
    .select({ watched: lessonProgress.watched, watchedMs: lessonProgress.watchedMs })
    .from(enrolments)
    .innerJoin(lessonProgress, eq(lessonProgress.enrolmentNumber, enrolments.number))
    .where(and(eq(enrolments.personId, actor.personId)));
  expect(lengthMs(row?.watched ?? [])).toBe(row?.watchedMs);
  return row?.watchedMs ?? 0;
}

/** A player on one device, with what it has not had answered. */
interface Device {
  readonly session: PlaybackSession;
  nonce: string;
  queue: Beat[];
  spans: Spans;
  mono: number;
  seq: number;
}

async function takeUp(platform: Platform, actor: Actor): Promise<Device> {
  const session = await openPlayback(platform, actor, {
    requestId: newRequestId(),
    slug: 'long-lecture',
    lessonKey: 'lecture',
    clientInfo: '',
  });
  return { session, nonce: session.nonce, queue: [], spans: [], mono: 0, seq: 0 };
}

/** Whether something was played on a device and not told yet. */
const isOwing = ({ queue, spans }: Device) =>
  spans.length > 0 || queue.some((beat) => beat.spans.length > 0);

/** Plays the steps, then sends what is left, on a server that starts anew after every crash. */
async function play(steps: readonly Step[]): Promise<{ actor: Actor; played: Set<number> }> {
  const { platform, crashes } = crashingPlatform();
  const actor = await newActor(platform);
  const devices = [await takeUp(platform, actor)];
  const inUse = () => devices.at(-1) ?? expect.unreachable();
  let lane = openHeartbeatLane(platform);
  const played = new Set<number>();
  let position = 0;

  function restart(): void {
    crashes('never');
    forgetPlayback(platform, actor.personId);
    lane = openHeartbeatLane(platform);
  }

  async function send(device: Device, crash: Moment): Promise<void> {
    const { sessionId, epoch } = device.session;
    device.seq += 1;
    device.queue.push(beatOf(device.seq, device.mono, device.spans));
    device.spans = [];
    const { nonce } = device;
    const beats = device.queue.slice(0, 20);
    vi.advanceTimersByTime(5_000);
    crashes(crash);
    try {
      const answer = await lane.report(actor.personId, { sessionId, epoch, nonce, beats });
      expect(answer.takenOver).toBe(device !== inUse());
      device.nonce = answer.nonce;
      device.queue = device.queue.slice(beats.length);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      restart();
      // As a player does: it asks where the server stands, and sends again what is not there.
      const standing = await readPlayback(platform, actor, sessionId);
      device.nonce = standing.nonce;
      device.queue = device.queue.filter((beat) => beat.seq > standing.lastSeq);
    }
  }

  async function tellAll(device: Device): Promise<void> {
    while (isOwing(device)) await send(device, 'never');
  }

  let stretches = 0;
  for (const one of steps) {
    if (one.do === 'jump') position = one.second;
    else if (one.do === 'restart') restart();
    else if (one.do === 'take up another device') devices.push(await takeUp(platform, actor));
    else if (one.do === 'send') {
      const device = devices[Math.max(0, devices.length - 1 - one.devicesBack)];
      if (device && (device === inUse() || isOwing(device))) await send(device, one.crash);
    } else {
      const to = Math.min(position + one.seconds, SECONDS);
      if (to === position) continue;
      for (let at = position; at < to; at += 1) played.add(at);
      const device = inUse();
      device.spans.push([position * 1000, to * 1000, 1]);
      pass(here, (to - position) * 1000);
      device.mono += (to - position) * 1000;
      position = to;
      stretches += 1;
      // Longer than two minutes nobody may be without an answer (credit.md).
      if (stretches % 4 === 0) await send(device, 'never');
    }
  }
  for (const device of devices) await tellAll(device);
  return { actor, played };
}

test(
  'whenever the server crashes around a commit, on whatever device it was played, all of it counts, once, and nothing else',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { actor, played } = await play(steps);
        expect(await watchedMs(actor)).toBe(played.size * 1000);
      }),
      { numRuns: 500 },
    );
    expect((await checkEvidence(here.installation.platform.db)).problems).toEqual([]);
  },
);
