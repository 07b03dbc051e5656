// The engine's own synchronous API, for what happens with every request: @libsql/client prepares each
// statement anew and names every value of every row, which costs more than the statement itself.
import type { InArgs, InStatement, InValue } from '@libsql/client';
import Libsql from 'libsql';
import { LRUCache } from 'lru-cache';

type Statement = Libsql.Statement<unknown[]>;

interface Prepared {
  readonly statement: Statement;
  /** Of its columns; asked for once. */
  names: readonly string[] | null;
}

export interface NativeConnection {
  /** The rows of one statement, each the list of its values. */
  rows(statement: InStatement): unknown[][];
  /** The same with the names of the columns. */
  named(statement: InStatement): Record<string, unknown>[];
  /** Runs the statements in one transaction (BEGIN IMMEDIATE): all of them or none. */
  commit(statements: readonly InStatement[]): void;
  /** Brings what the write-ahead log holds into the file, as far as no reader still needs it. */
  checkpoint(): void;
  close(): void;
}

/** For each connection; the engine keeps to itself what failed in a checkpoint that it began. */
export const NO_CHECKPOINTS = 'PRAGMA wal_autocheckpoint = 0';

function openFile(file: string, timeout: number): Libsql.Database {
  const database = new Libsql(file, { timeout });
  database.exec(NO_CHECKPOINTS);
  return database;
}

/** Statements kept ready; groups of different sizes are different statements. */
const MOST_STATEMENTS = 500;

/**
 * Opens `file` (it must exist) with the driver's defaults, `foreign_keys=1` and `synchronous=FULL`.
 * It never begins a checkpoint by itself (docs/decisions/0067-a-failed-sync-ends-the-process.md).
 * `timeout` is how long it waits for another process's lock, ms. Numbers are read as JavaScript's:
 * exact up to 2^53, which ids and instants in ms stay under.
 */
export function openNativeConnection(file: string, timeout: number): NativeConnection {
  let open: { database: Libsql.Database; statements: LRUCache<string, Prepared> } | null = null;
  let closed = false;

  function connection() {
    if (closed) throw new Error('the database is closed');
    open ??= {
      database: openFile(file, timeout),
      statements: new LRUCache({ max: MOST_STATEMENTS }),
    };
    return open;
  }

  /** A statement that failed may stay open in the driver and hold its snapshot: begin afresh. */
  function drop(): void {
    open?.statements.clear();
    open?.database.close();
    open = null;
  }

  function prepared(sql: string): Prepared {
    const { database, statements } = connection();
    const known = statements.get(sql);
    if (known) return known;
    const statement: Statement = database.prepare(sql);
    if (statement.reader) statement.raw(true);
    const made: Prepared = { statement, names: null };
    statements.set(sql, made);
    return made;
  }

  function read(asked: InStatement): { made: Prepared; values: unknown[][] } {
    const { sql, args } = partsOf(asked);
    try {
      const made = prepared(sql);
      return { made, values: made.statement.all(args) as unknown[][] };
    } catch (error) {
      drop();
      throw error;
    }
  }

  return {
    rows: (statement) => read(statement).values,
    named(statement) {
      const { made, values } = read(statement);
      made.names ??= made.statement.columns().map((column) => column.name);
      return values.map(namedBy(made.names));
    },
    commit(statements) {
      const parts = statements.map(partsOf);
      try {
        prepared('BEGIN IMMEDIATE').statement.run();
        for (const { sql, args } of parts) prepared(sql).statement.run(args);
        prepared('COMMIT').statement.run();
      } catch (error) {
        if (open?.database.inTransaction) open.database.exec('ROLLBACK');
        drop();
        throw error;
      }
    },
    checkpoint: () => void read('PRAGMA wal_checkpoint(PASSIVE)'),
    close() {
      closed = true;
      drop();
    },
  };
}

/** A row as an object; as a list of pairs first it would cost several times as much. */
const namedBy = (names: readonly string[]) => (row: readonly unknown[]) => {
  const named: Record<string, unknown> = {};
  for (const [at, name] of names.entries()) named[name] = row[at];
  return named;
};

/** What the driver binds as it is. */
export type Bound = string | number | bigint | null | Buffer;

/**
 * A statement and the values for its places. Throws `RangeError` for a figure that is not finite, `TypeError` for values
 * bound by name and for what cannot be stored.
 */
export function partsOf(statement: InStatement): { sql: string; args: Bound[] } {
  if (typeof statement === 'string') return { sql: statement, args: [] };
  return { sql: statement.sql, args: listOf(statement.args) };
}

function listOf(args: InArgs | undefined): Bound[] {
  if (args === undefined) return [];
  if (!Array.isArray(args)) throw new TypeError('values are bound by their place, not by name');
  return args.map(bindable);
}

/** The driver ends the whole process when it is given a value that it has no form for. */
function bindable(value: InValue): Bound {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('only finite numbers can be stored');
    return value;
  }
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  throw new TypeError(`a ${typeof value} cannot be stored`);
}
