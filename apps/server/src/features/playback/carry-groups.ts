// Two groups at most are on their way: while one reaches the disk, the other one is read, judged and sent after it, so
// that neither this thread nor the one that commits waits for the other (docs/decisions/0045).
import { databaseTrouble, type Turn } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { answerTo } from './beats-answer.ts';
import { sendGroup, type Committed } from './commit-group.ts';
import type { GroupVerdict } from './judge-group.ts';
import { rememberedStates } from './remembered-states.ts';
import type { ReportLine, Waiting } from './report-line.ts';

/** A group on its way to the disk. */
interface Trip {
  readonly group: readonly Waiting[];
  /** Resolves when it is on disk or has failed, and never rejects. */
  readonly ended: Promise<void>;
  isOver: boolean;
}

/** What every group needs. */
interface Journey {
  readonly platform: Platform;
  readonly turn: Turn;
  readonly count: CountCommits;
}

/** Told of each group: how many transactions carried how many reports. */
export type CountCommits = (commits: number, reports: number) => void;

const LARGEST_GROUP = 256;
/** Fewer are not shared out among two groups: a write to the disk costs as much as some reports. */
const SMALLEST_SHARE = 8;
/** How much of a crowd is still expected when the next group sets out. */
const CROWD_REMAINING = 0.9;

/** For a turn of the write lane: sends group after group until nobody waits or somebody else wants the turn. */
export function groupCarrier(
  platform: Platform,
  line: ReportLine,
  count: CountCommits,
): (turn: Turn) => Promise<void> {
  let crowd = 0;
  /** Half of the crowd: the other half is on its way, or is being answered and comes again. */
  const share = () => Math.min(Math.max(SMALLEST_SHARE, Math.ceil(crowd / 2)), LARGEST_GROUP);

  return async (turn) => {
    const journey = { platform, turn, count };
    let before: Trip = { group: [], ended: Promise.resolve(), isOver: true };
    for (let sent = 0; sent === 0 || !turn.isWanted();) {
      await line.gathered(share());
      const { length } = line.waiting;
      if (length === 0 && before.isOver) break;
      if (!before.isOver && length < before.group.length) {
        await Promise.race([before.ended, line.joined()]);
        continue;
      }
      crowd = Math.max(length + (before.isOver ? 0 : before.group.length), crowd * CROWD_REMAINING);
      const group = line.waiting.splice(0, share());
      // What is judged must stand on what is on disk.
      if (haveOneReporter(group, before.group)) await before.ended;
      const trip = await setOut(journey, group, before.ended);
      await before.ended;
      before = trip;
      sent += 1;
    }
    await before.ended;
  };
}

function haveOneReporter(some: readonly Waiting[], others: readonly Waiting[]): boolean {
  const people = new Set(others.map((one) => one.personId));
  return some.some((one) => people.has(one.personId));
}

/** Resolves when the group has been judged and is on its way. */
async function setOut(
  journey: Journey,
  group: readonly Waiting[],
  before: Promise<void>,
): Promise<Trip> {
  const way = sendGroup(journey.platform, journey.turn, group, before);
  const ended = way
    .then((on) => on.committed)
    .then(
      (committed) => arrive(journey, group, committed),
      (error: unknown) => fail(journey, group, error, before),
    )
    .then(() => {
      trip.isOver = true;
    });
  const trip: Trip = { group, ended, isOver: false };
  // Why it failed is told to those who reported, above.
  await way.catch(() => undefined);
  return trip;
}

function arrive(
  { platform, count }: Journey,
  group: readonly Waiting[],
  committed: Committed,
): void {
  count(committed.commits, group.length);
  // The next group sets out before these are answered.
  setImmediate(() => group.forEach((one, at) => settle(platform, one, at, committed)));
}

/** One report must not take its companions down; a full disk takes them all anyway. */
async function fail(
  journey: Journey,
  group: readonly Waiting[],
  error: unknown,
  before: Promise<void>,
): Promise<void> {
  for (const { personId } of group) rememberedStates(journey.platform).forget(personId);
  if (group.length === 1 || databaseTrouble(error) !== 'other') {
    return group.forEach((one) => one.reject(error));
  }
  for (const one of group) await (await setOut(journey, [one], before)).ended;
}

function settle(platform: Platform, one: Waiting, at: number, committed: Committed): void {
  const verdict: GroupVerdict = committed.judged.verdicts[at] ?? null;
  if (!verdict) return one.reject(new Refused('not-found'));
  if (verdict.kind === 'refused') {
    return one.reject(
      new Refused(verdict.code, verdict.expectedSeq ? { expected: verdict.expectedSeq } : {}),
    );
  }
  one.resolve(answerTo(platform, verdict, committed));
}
