// Says whether anything in the database changed. Used by tests only.
import type { Database } from '@xueshi/database';
import { createHash } from 'node:crypto';

/** One digest a table, over all its rows. When a session was last used is left out: it is no deed. */
export async function digestDatabase({ client }: Database): Promise<Record<string, string>> {
  const tables = await client.execute(
    `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { columns, rows } = await client.execute(`SELECT * FROM "${String(name)}"`);
    const lines = rows.map((row) =>
      JSON.stringify(columns.map((column) => (column === 'last_seen_at' ? null : row[column]))),
    );
    digests[String(name)] = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  }
  return digests;
}
