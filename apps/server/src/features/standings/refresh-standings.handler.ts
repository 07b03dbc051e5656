import type { JobHandler } from '../../platform/jobs.ts';
import { settleNext, staleCount } from './settle.ts';

/** Settles what a transaction left: a policy of a whole county, a roster of thousands. */
export const refreshStandingsHandler: JobHandler = async (
  platform,
  _payload,
  { signal, progress },
) => {
  const { write, clock, db } = platform;
  const atFirst = await staleCount(db);
  for (let more = true; more && !signal.aborted;) {
    more = await write((tx) => settleNext(tx, clock.now()));
    const left = await staleCount(db);
    if (atFirst > 0) progress(1 - left / Math.max(atFirst, left));
  }
  signal.throwIfAborted();
};
