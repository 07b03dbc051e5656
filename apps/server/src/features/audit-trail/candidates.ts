// Events in the order of time, newest first, by the index that fits what is asked for. Each statement
// looks at a bounded number of rows, so none holds the process for long however rare the matches are.
import type { Db } from '@xueshi/database';
import { sql, type SQL } from 'drizzle-orm';

/** An event with what decides whether it is shown. */
export interface Candidate {
  readonly id: string;
  readonly atMs: number;
  readonly sequence: number;
  readonly actorId: string | null;
  readonly action: string;
  readonly subject: string;
  readonly address: string;
  readonly orgPath: string | null;
  readonly managingPath: string | null;
  readonly isSensitive: boolean;
}

/** Just after an event: everything before it in the list has been seen. */
export interface Cursor {
  readonly atMs: number;
  readonly sequence: number;
}

/** Where candidates are looked for: only one of them, the narrowest. */
export type Driver =
  | { readonly by: 'subject' | 'actor' | 'action' | 'unit'; readonly values: readonly string[] }
  | { readonly by: 'time' };

export interface Span {
  /** Inclusive. */
  readonly fromMs: number | null;
  /** Exclusive. */
  readonly untilMs: number | null;
}

const CHOSEN = sql`
  e.id AS id, e.at AS at_ms, c.sequence AS sequence, e.actor_id AS actor_id, e.action AS action,
  e.subject AS subject, e.address AS address, c.org_path AS org_path,
  c.managing_path AS managing_path, c.is_sensitive AS is_sensitive`;

const COLUMN = { subject: sql`e.subject`, actor: sql`e.actor_id`, action: sql`e.action` };

function timeIn(at: SQL, sequence: SQL, { fromMs, untilMs }: Span, after: Cursor | null): SQL {
  const conditions = [
    ...(fromMs === null ? [] : [sql`${at} >= ${fromMs}`]),
    ...(untilMs === null ? [] : [sql`${at} < ${untilMs}`]),
    ...(after === null
      ? []
      : [
          sql`${at} <= ${after.atMs}`,
          sql`(${at} < ${after.atMs} OR ${sequence} < ${after.sequence})`,
        ]),
  ];
  return conditions.length === 0 ? sql`1` : sql.join(conditions, sql` AND `);
}

function partsOf(driver: Driver, span: Span, after: Cursor | null): SQL[] {
  const events = sql`audit_events e CROSS JOIN audit_chain c ON c.event_id = e.id`;
  const when = timeIn(sql`e.at`, sql`c.sequence`, span, after);
  if (driver.by === 'time') return [sql`SELECT ${CHOSEN} FROM ${events} WHERE ${when}`];
  if (driver.by === 'unit') {
    const placed = timeIn(sql`p.at`, sql`p.sequence`, span, after);
    return driver.values.map(
      (value) => sql`SELECT ${CHOSEN} FROM audit_places p
        CROSS JOIN audit_chain c ON c.sequence = p.sequence
        CROSS JOIN audit_events e ON e.id = c.event_id
        WHERE p.unit_id = ${value} AND ${placed}`,
    );
  }
  const column = COLUMN[driver.by];
  return driver.values.map(
    (value) => sql`SELECT ${CHOSEN} FROM ${events} WHERE ${column} = ${value} AND ${when}`,
  );
}

interface Row {
  readonly id: string;
  readonly at_ms: number;
  readonly sequence: number;
  readonly actor_id: string | null;
  readonly action: string;
  readonly subject: string;
  readonly address: string;
  readonly org_path: string | null;
  readonly managing_path: string | null;
  readonly is_sensitive: number;
}

/** The next candidates after a cursor; fewer than `limit` only at the end. */
export async function nextCandidates(
  db: Db,
  {
    driver,
    span,
    after,
    limit,
  }: { driver: Driver; span: Span; after: Cursor | null; limit: number },
): Promise<Candidate[]> {
  const parts = partsOf(driver, span, after);
  if (parts.length === 0) return [];
  const order =
    driver.by === 'unit' && parts.length === 1
      ? sql`p.at DESC, p.sequence DESC`
      : parts.length === 1
        ? sql`e.at DESC, c.sequence DESC`
        : sql`at_ms DESC, sequence DESC`;
  const rows = await db.all<Row>(
    sql`${sql.join(parts, sql` UNION ALL `)} ORDER BY ${order} LIMIT ${limit}`,
  );
  return rows.map((row) => ({
    id: row.id,
    atMs: row.at_ms,
    sequence: row.sequence,
    actorId: row.actor_id,
    action: row.action,
    subject: row.subject,
    address: row.address,
    orgPath: row.org_path,
    managingPath: row.managing_path,
    isSensitive: row.is_sensitive !== 0,
  }));
}
