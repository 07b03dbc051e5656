import type { Tx } from '@xueshi/database';
import { openPlayhead } from '@xueshi/domain';
import { playheadOf, savePlayheads } from './store.ts';

/**
 * Takes what an open player has in hand: that stretch of real time was just paid out elsewhere. What
 * is played from now on counts as ever. The caller forgets what is remembered of the playback.
 */
export async function emptyBucket(tx: Tx, personId: string, now: Date): Promise<void> {
  const playhead = await playheadOf(tx, personId);
  if (playhead) await savePlayheads(tx, [{ ...playhead, ...openPlayhead(now.getTime()) }]);
}
