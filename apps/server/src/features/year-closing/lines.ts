// The canonical lines of a closed year: what its seal is the hash of, and what is handed on with it.
import { schema, type Db } from '@xueshi/database';
import { canonicalJson } from '@xueshi/formats';
import { and, asc, eq, gt } from 'drizzle-orm';
import { createHash } from 'node:crypto';

const { closedStandings, closedUnitFigures } = schema;

const LINES_A_PAGE = 1_000;

const linesOf = (word: 'person' | 'unit', rows: readonly unknown[]) =>
  rows.map((row) => `${canonicalJson([word, row])}\n`).join('');

/**
 * The canonical lines of a closing, some at a time: one JSON array a line, first everybody in the order
 * of their ids, then every unit in the order of its id.
 */
export async function* closingLines(db: Db, closingId: string): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await db
      .select()
      .from(closedStandings)
      .where(and(eq(closedStandings.closingId, closingId), gt(closedStandings.personId, after)))
      .orderBy(asc(closedStandings.personId))
      .limit(LINES_A_PAGE);
    yield linesOf('person', rows);
    const last = rows.at(-1);
    if (!last || rows.length < LINES_A_PAGE) break;
    after = last.personId;
  }
  for (let after = ''; ;) {
    const rows = await db
      .select()
      .from(closedUnitFigures)
      .where(and(eq(closedUnitFigures.closingId, closingId), gt(closedUnitFigures.unitId, after)))
      .orderBy(asc(closedUnitFigures.unitId))
      .limit(LINES_A_PAGE);
    yield linesOf('unit', rows);
    const last = rows.at(-1);
    if (!last || rows.length < LINES_A_PAGE) break;
    after = last.unitId;
  }
}

/** SHA-256 over the canonical lines of a closing, hexadecimal. */
export async function closingHash(db: Db, closingId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const lines of closingLines(db, closingId)) hash.update(lines);
  return hash.digest('hex');
}
