import { LRUCache } from 'lru-cache';
import type { Platform } from './platform.ts';
import type { Actor } from './actor.ts';
import type { UsedSession, UsedSessions } from './used-sessions.ts';

/** About a kilobyte each: an evening's learners of a large installation. */
const MOST_REMEMBERED = 50_000;

export interface RememberedActor {
  readonly actor: Actor;
  readonly expiresAt: number;
  readonly used: UsedSession;
}

interface Recalled {
  /** What the authority of all stands at. */
  readonly version: number;
  /** null: whoever it is has to be read. */
  readonly actor: Actor | null;
}

/**
 * Actors read lately. A counter that triggers move with every change of an account, a session, a
 * role or a unit says when they are to be forgotten, so a change holds from the next request on.
 */
export function rememberActors({ readChanges }: Platform, sessions: UsedSessions, idleMs: number) {
  const actors = new LRUCache<string, RememberedActor>({ max: MOST_REMEMBERED });
  let version = -1;

  return {
    /** The actor of a session that is not over at `now` (ms), which counts as a use of it. */
    recall(sessionHash: string, now: number): Recalled {
      const current = readChanges().authority;
      if (current !== version) {
        // Clearing touches every place there is, also of an empty memory.
        if (actors.size > 0) actors.clear();
        version = current;
      }
      const known = actors.get(sessionHash);
      if (!known || now >= known.expiresAt || now - known.used.at > idleMs)
        return { version, actor: null };
      sessions.useAgain(sessionHash, known.used, now);
      return { version, actor: known.actor };
    },
    /** `readAt` is the version before the actor was read: one that has changed meanwhile is not remembered. */
    remember(readAt: number, sessionHash: string, actor: RememberedActor): void {
      if (readAt !== version) return;
      actors.set(sessionHash, actor);
    },
  };
}
