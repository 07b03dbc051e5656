import { LRUCache } from 'lru-cache';
import type { Platform } from './platform.ts';
import type { Actor } from './actor.ts';

/** About a kilobyte each: an evening's learners of a large installation. */
const MOST_REMEMBERED = 50_000;

export interface RememberedActor {
  readonly actor: Actor;
  readonly expiresAt: number;
  seenAt: number;
}

/**
 * Actors read lately. A counter that triggers move with every change of an account, a session, a
 * role or a unit says when they are to be forgotten, so a change holds from the next request on.
 */
export function rememberActors({ readChanges }: Platform) {
  const actors = new LRUCache<string, RememberedActor>({ max: MOST_REMEMBERED });
  let version = -1;

  return {
    get(sessionHash: string): { version: number; remembered: RememberedActor | undefined } {
      const current = readChanges().authority;
      if (current !== version) {
        // Clearing touches every place there is, also of an empty memory.
        if (actors.size > 0) actors.clear();
        version = current;
      }
      return { version, remembered: actors.get(sessionHash) };
    },
    /** `readAt` is the version before the actor was read: one that has changed meanwhile is not remembered. */
    remember(readAt: number, sessionHash: string, actor: RememberedActor): void {
      if (readAt !== version) return;
      actors.set(sessionHash, actor);
    },
  };
}
