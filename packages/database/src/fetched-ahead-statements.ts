import type { InStatement } from '@libsql/client';
import { pieces, statement } from './bulk-statement.ts';

export interface FetchedAheadRow {
  readonly sessionId: string;
  /** How far beyond what was played its media was fetched, ms. */
  readonly aheadMs: number;
  readonly at: Date;
}

/** By what such a row of `playback_incidents` is known. */
export const FETCHED_AHEAD = 'fetched-ahead';

/** The statements that write down how far ahead playbacks fetched their media, at most (TRUST.md §2.8, A8). */
export function fetchedAheadStatements(rows: readonly FetchedAheadRow[]): InStatement[] {
  return pieces(rows).map((some) =>
    statement(
      some,
      6,
      (values) =>
        `INSERT INTO playback_incidents (session_id, code, count, ahead_ms, first_at, last_at) VALUES ${values} ON CONFLICT (session_id, code) DO UPDATE SET count = count + 1, ahead_ms = max(coalesce(ahead_ms, 0), excluded.ahead_ms), last_at = excluded.last_at`,
      ({ sessionId, aheadMs, at }) => {
        const instant = at.getTime();
        return [sessionId, FETCHED_AHEAD, 1, aheadMs, instant, instant];
      },
    ),
  );
}
