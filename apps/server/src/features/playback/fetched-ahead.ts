// Who fetches far more of a lecture than is played (TRUST.md §2.8, A8). Kept in memory by playback; written down, with
// the report that shows it, only where the limit of the flag is passed in two reports one after the other.
import { fetchedAheadStatements, type FetchedAheadRow } from '@xueshi/database';
import { aheadMs, fetchOn, playedTo, type FetchRun, type MediaSegment } from '@xueshi/domain';
import { LRUCache } from 'lru-cache';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Unwritten } from './deliveries.ts';
import type { PlaybackState } from './store.ts';

const MOST_REMEMBERED = 20_000;

interface Fetching {
  readonly run: FetchRun;
  /** Whether it was too far ahead at the last report. */
  readonly wasAhead: boolean;
  /** What has been written down, ms. */
  readonly writtenMs: number;
}

export interface FetchedAhead {
  fetched(sessionId: string, segment: MediaSegment): void;
  /** Reports of these playbacks have counted; gives what is to be written down of them. */
  reported(states: readonly PlaybackState[], at: Date): Unwritten;
}

export const fetchedAheadOf = onePerInstallation(
  ({ config }: Pick<Platform, 'db' | 'config'>): FetchedAhead => {
    const playbacks = new LRUCache<string, Fetching>({ max: MOST_REMEMBERED });
    const limitSeconds = config.flags['fetched-ahead'];

    /** null: as an ordinary player. */
    function farAhead({ session, progress }: PlaybackState, at: Date): FetchedAheadRow | null {
      const known = playbacks.get(session.id);
      if (!known || limitSeconds === null) return null;
      const run = playedTo(known.run, progress.resumeMs);
      const ms = aheadMs(run);
      const isAhead = ms > limitSeconds * 1_000;
      playbacks.set(session.id, { ...known, run, wasAhead: isAhead });
      const isNew = isAhead && known.wasAhead && ms > known.writtenMs;
      return isNew ? { sessionId: session.id, aheadMs: ms, at } : null;
    }

    return {
      fetched(sessionId, segment) {
        const known = playbacks.get(sessionId);
        const run = fetchOn(known?.run ?? null, segment);
        playbacks.set(sessionId, { wasAhead: false, writtenMs: 0, ...known, run });
      },
      reported(states, at) {
        const rows = playbacks.size === 0 ? [] : states.flatMap((one) => farAhead(one, at) ?? []);
        return {
          statements: fetchedAheadStatements(rows),
          written() {
            for (const { sessionId, aheadMs: writtenMs } of rows) {
              const known = playbacks.get(sessionId);
              if (known) playbacks.set(sessionId, { ...known, writtenMs });
            }
          },
        };
      },
    };
  },
);
