import { createClient, type Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { pathToFileURL } from 'node:url';
import * as schema from './schema/index.ts';
import { openWriteLane, type TakeTurn, type Write } from './write-lane.ts';

type Connection = LibSQLDatabase<typeof schema>;

/** The database as readers see it: there is no way to write but through the lane. */
export type Db = Pick<Connection, 'select' | 'selectDistinct' | '$count' | 'all'>;

/** A transaction of the write lane. */
export type Tx = Parameters<Parameters<Connection['transaction']>[0]>[0];

/** Reads may come from a transaction or from beside it. */
export type Reader = Db | Tx;

/** See schema/people.ts. */
export interface ChangeCounters {
  readonly authority: number;
  readonly catalogue: number;
  readonly policies: number;
}

export interface Database {
  readonly db: Db;
  /** Runs one transaction after the other; see write-lane.ts. */
  readonly write: Write;
  /** A turn of the write lane for work that is more, or less, than one transaction. */
  readonly takeTurn: TakeTurn;
  /**
   * The counters that say when something remembered is to be forgotten. Asked for with every request,
   * so they are read from the file once after each transaction: nobody else writes it.
   */
  readonly readChanges: () => Promise<ChangeCounters>;
  /** For migrations, backups and checks only. */
  readonly client: Client;
  close(): Promise<void>;
}

/** How long a connection waits for another process's lock, ms. Short: waiting blocks the event loop. */
const LOCK_WAIT_MS = 100;

/**
 * Opens the database file at `file` (an absolute path; created when missing) in WAL mode.
 * `foreign_keys=1` and `synchronous=FULL` are the driver's defaults on every pooled connection,
 * which a test reads back: PRAGMAs sent here would reach one connection only (TRUST.md F3).
 * Throws what the driver throws when the file cannot be opened.
 */
export async function openDatabase(file: string): Promise<Database> {
  const client = createClient({ url: pathToFileURL(file).href, timeout: LOCK_WAIT_MS });
  await client.execute('PRAGMA journal_mode = WAL');
  const db = drizzle(client, { schema });
  const counters = rememberCounters(client);
  const lane = openWriteLane(db, client, counters.forget);
  return {
    db,
    write: lane.write,
    takeTurn: lane.takeTurn,
    readChanges: counters.read,
    client,
    async close() {
      await lane.idle();
      if (client.closed) return;
      // Whoever copies the file of a stopped installation gets all of it, not a log beside it.
      await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      client.close();
    },
  };
}

function rememberCounters(client: Client) {
  let known: ChangeCounters | null = null;
  let transactions = 0;
  return {
    forget(): void {
      known = null;
      transactions += 1;
    },
    async read(): Promise<ChangeCounters> {
      if (known) return known;
      const before = transactions;
      const { rows } = await client.execute(
        'SELECT authority, catalogue, policies FROM change_counters',
      );
      const [authority = 0, catalogue = 0, policies = 0] = [0, 1, 2].map((at) =>
        Number(rows[0]?.[at] ?? 0),
      );
      const read = { authority, catalogue, policies };
      if (before === transactions) known = read;
      return read;
    },
  };
}
