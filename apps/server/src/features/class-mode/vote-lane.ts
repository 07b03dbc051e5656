// Votes come in a burst: those that arrive together are written in one transaction, so that a room
// of hundreds leaves the write lane to others in between. Each is answered after it is on disk.
import { databaseTrouble, type Tx } from '@xueshi/database';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { caseOf, decisionAt, standingOf } from './view.ts';
import { findSession, saveVotes } from './store.ts';

export interface Vote {
  readonly sessionId: string;
  readonly nodeId: string;
  readonly optionId: string;
  readonly tokenHash: string;
}

interface Waiting {
  readonly vote: Vote;
  resolve(): void;
  reject(error: unknown): void;
}

/** Small enough to hold the lane for a few milliseconds only. */
const LARGEST_GROUP = 100;

export type CastVote = (vote: Vote) => Promise<void>;

type Needs = Pick<Platform, 'db' | 'write' | 'clock'>;

export const voteLaneOf = onePerInstallation((platform: Needs): CastVote => {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const refusals = await saveGroup(
        platform,
        group.map(({ vote }) => vote),
      );
      group.forEach((one, at) => {
        const refusal = refusals[at];
        if (refusal) one.reject(refusal);
        else one.resolve();
      });
    } catch (error) {
      // One vote must not take its companions down; a full disk takes them all anyway.
      if (group.length > 1 && databaseTrouble(error) === 'other')
        for (const one of group) await writeGroup([one]);
      else for (const one of group) one.reject(error);
    }
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, LARGEST_GROUP);
      waiting = waiting.slice(LARGEST_GROUP);
      await writeGroup(group);
    }
    isWriting = false;
  }

  return (vote) =>
    new Promise((resolve, reject) => {
      waiting.push({ vote, resolve, reject });
      if (!isWriting) {
        isWriting = true;
        setImmediate(() => void writeAll());
      }
    });
});

/** Writes the votes that count; says for each whether it was refused, and why. */
function saveGroup(platform: Needs, votes: readonly Vote[]): Promise<(Refused | null)[]> {
  return platform.write(async (tx) => {
    const refusals = new Map<Vote, Refused>();
    for (const [sessionId, own] of Map.groupBy(votes, (vote) => vote.sessionId)) {
      const open = await openDecision(tx, sessionId, platform.clock.now());
      const counted = new Map<string, string>();
      for (const vote of own) {
        if (open?.id !== vote.nodeId) refusals.set(vote, new Refused('class-vote-closed'));
        else if (!open.options.some(({ id }) => id === vote.optionId))
          refusals.set(vote, new Refused('case-option-unknown'));
        else counted.set(vote.tokenHash, vote.optionId);
      }
      if (open && counted.size > 0) await saveVotes(tx, { sessionId, nodeId: open.id }, counted);
    }
    return votes.map((vote) => refusals.get(vote) ?? null);
  });
}

/** The decision that is voted on at this moment; null where none is. */
async function openDecision(tx: Tx, sessionId: string, now: Date) {
  const session = await findSession(tx, sessionId);
  if (!session || session.closedAt !== null || session.expiresAt <= now) return null;
  if (session.phase !== 'voting') return null;
  const { content } = await caseOf(tx, session);
  return decisionAt(content, standingOf(session))?.node ?? null;
}
