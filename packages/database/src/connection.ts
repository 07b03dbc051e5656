import { createClient, type Client, type InStatement } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { pathToFileURL } from 'node:url';
import { openCommitThread } from './commit-thread.ts';
import { openNativeConnection, type NativeConnection } from './native-connection.ts';
import * as schema from './schema/index.ts';
import { openWriteLane, type BeforeCommit, type TakeTurn, type Write } from './write-lane.ts';

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
  readonly subjects: number;
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
  readonly readChanges: () => ChangeCounters;
  /** For migrations, backups and checks only. */
  readonly client: Client;
  close(): Promise<void>;
}

/** How long a connection waits for another process's lock, ms. Short, since it stops its thread: the write lane tries again. */
const LOCK_WAIT_MS = 50;

/**
 * Opens the database file at `file` (an absolute path; created when missing) in WAL mode.
 * `foreign_keys=1` and `synchronous=FULL` are the driver's defaults on every pooled connection,
 * which a test reads back: PRAGMAs sent here would reach one connection only (TRUST.md F3).
 * Throws what the driver throws when the file cannot be opened. When the disk does not confirm a write, `onUnsynced` is
 * called before anybody is answered, and nothing is written any more: whoever keeps the file open ends the process.
 */
export async function openDatabase(
  file: string,
  beforeCommit?: BeforeCommit,
  onUnsynced?: (error: unknown) => void,
): Promise<Database> {
  const client = createClient({ url: pathToFileURL(file).href, timeout: LOCK_WAIT_MS });
  await client.execute('PRAGMA journal_mode = WAL');
  const native = openNativeConnection(file, LOCK_WAIT_MS);
  const commits = openCommitThread(file, LOCK_WAIT_MS);
  const counters = rememberCounters(native);
  const lane = openWriteLane(
    drizzle(client, { schema }),
    client,
    commits,
    counters.forget,
    beforeCommit,
    onUnsynced,
  );
  return {
    db: readerOver(native),
    write: lane.write,
    takeTurn: lane.takeTurn,
    readChanges: counters.read,
    client,
    async close() {
      await lane.idle();
      if (client.closed) return;
      native.close();
      await commits.close();
      // Whoever copies the file of a stopped installation gets all of it, not a log beside it.
      await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      client.close();
    },
  };
}

/** Queries are built by drizzle and run by the native connection. */
function readerOver(native: NativeConnection): Db {
  const over = (read: (statement: InStatement) => unknown[]) =>
    drizzle({
      // Of a client, drizzle's reads use this alone.
      client: {
        execute: async (statement: InStatement) => ({ rows: read(statement) }),
      } as unknown as Client,
      schema,
    });
  const byPlace = over(native.rows);
  const byName = over(native.named);
  return {
    select: byPlace.select.bind(byPlace) as Db['select'],
    selectDistinct: byPlace.selectDistinct.bind(byPlace) as Db['selectDistinct'],
    $count: byPlace.$count.bind(byPlace),
    all: byName.all.bind(byName) as Db['all'],
  };
}

function rememberCounters(native: NativeConnection) {
  let known: ChangeCounters | null = null;
  return {
    forget(): void {
      known = null;
    },
    read(): ChangeCounters {
      if (known) return known;
      const [row = []] = native.rows(
        'SELECT authority, catalogue, policies, subjects FROM change_counters',
      );
      const [authority = 0, catalogue = 0, policies = 0, subjects = 0] = row.map(Number);
      known = { authority, catalogue, policies, subjects };
      return known;
    },
  };
}
