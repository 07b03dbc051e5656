import { randomBytes } from 'node:crypto';

/** So many that all have one length, and sort as they came. */
const DIGITS = 9;

/**
 * Numbers requests from 1, after a mark that each start draws anew, so that none is ever given twice: events of the
 * audit trail keep them for years. A random one for each costs as much as finding its route.
 */
export function numberRequests(): () => string {
  const start = randomBytes(6).toString('hex');
  let last = 0;
  return () => {
    last += 1;
    return `${start}-${String(last).padStart(DIGITS, '0')}`;
  };
}
