import { LRUCache } from 'lru-cache';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { progressChanges } from '../../platform/progress-changes.ts';
import type { PlaybackState } from './store.ts';

/** One or two kilobytes each; reading a forgotten one again is all it costs. */
const MOST_REMEMBERED = 50_000;

/**
 * The newest playback of each learner as it stands on disk. This process is the only writer
 * (DESIGN.md decision 9), and a state is remembered only after it was committed, so a heartbeat
 * need not read before it writes. Whatever else changes a playback forgets it, inside its own turn
 * of the write lane.
 */
export interface RememberedStates {
  get(personId: string, sessionId: string): PlaybackState | undefined;
  remember(state: PlaybackState): void;
  forget(personId: string): void;
}

export const rememberedStates = onePerInstallation(
  (platform: Pick<Platform, 'db'>): RememberedStates => {
    const states = new LRUCache<string, PlaybackState>({ max: MOST_REMEMBERED });
    progressChanges(platform).listen((personId) => void states.delete(personId));
    return {
      get(personId, sessionId) {
        const state = states.get(personId);
        return state?.session.id === sessionId ? state : undefined;
      },
      remember(state) {
        states.set(state.session.personId, state);
      },
      forget: (personId) => void states.delete(personId),
    };
  },
);
