import type { InStatement } from '@libsql/client';
import { pieces, statement } from './bulk-statement.ts';

/**
 * The statements that write down when sessions were last used, by hash of their secret; times are
 * UTC ms. One statement is one short turn's worth: thousands of learners are seen in a minute.
 */
export function sessionActivityStatements(
  seen: readonly (readonly [idHash: string, atMs: number])[],
): InStatement[] {
  return pieces(seen).map((rows) =>
    statement(
      rows,
      2,
      (values) =>
        `UPDATE sessions SET last_seen_at = v.column2 FROM (VALUES ${values}) AS v WHERE sessions.id_hash = v.column1`,
      ([idHash, atMs]) => [idHash, atMs],
    ),
  );
}
