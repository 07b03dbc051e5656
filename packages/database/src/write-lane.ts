import type { Client, InStatement } from '@libsql/client';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from './connection.ts';
import { databaseTrouble } from './database-error.ts';
import type { CommitThread } from './commit-thread.ts';
import { NO_CHECKPOINTS } from './native-connection.ts';
import type * as schema from './schema/index.ts';

export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** What may be done in one turn of the lane: nobody else writes until the turn ends. */
export interface Turn {
  /** One transaction; BEGIN IMMEDIATE. */
  transaction: Write;
  /**
   * Ready statements in one transaction: for the few writes where building queries would cost more
   * than writing; on disk when it resolves. They must not touch what a change counter watches.
   */
  batch(statements: readonly InStatement[]): Promise<void>;
  /** Whether somebody waits for this turn to end: long work gives it up at the next good place. */
  isWanted(): boolean;
}

/** Runs at the end of every transaction, in it: for what is to be true whenever it is committed. */
export type BeforeCommit = (tx: Tx) => Promise<void>;

export type TakeTurn = <T>(work: (turn: Turn) => Promise<T>) => Promise<T>;

export interface WriteLane {
  readonly write: Write;
  readonly takeTurn: TakeTurn;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
}

/**
 * The one way to write (DESIGN.md decision 9): turns are taken one after the other, with nothing
 * but SQL awaited inside. A turn asked for inside another one would wait for itself for ever, so
 * it is an assertion failure instead. `afterTransaction` is called after each transaction, before
 * its outcome is known to whoever asked for it, `beforeCommit` within each; batches of ready statements
 * do not count. `onUnsynced` is called when the disk did not confirm a write, before anybody is told.
 */
export function openWriteLane(
  db: LibSQLDatabase<typeof schema>,
  client: Client,
  commits: Pick<CommitThread, 'commit' | 'checkpoint'>,
  afterTransaction: () => void = () => {},
  beforeCommit: BeforeCommit = async () => {},
  onUnsynced: (error: unknown) => void = () => {},
): WriteLane {
  const inside = new AsyncLocalStorage<true>();
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let unsynced: { readonly error: unknown } | null = null;
  const whenFree = openPatience();

  /** What failed to reach the disk may or may not be there: from then on nothing is written. */
  async function unlessUnsynced<T>(write: () => Promise<T>): Promise<T> {
    if (unsynced) throw unsynced.error;
    try {
      return await write();
    } catch (error) {
      if (databaseTrouble(error) !== 'unsynced') throw error;
      unsynced ??= { error };
      onUnsynced(error);
      throw error;
    }
  }

  const turn: Turn = {
    transaction: (work) =>
      unlessUnsynced(async () => {
        const done = await whenFree((begun) =>
          freshAfterBusy(client, () =>
            db.transaction(async (tx) => {
              begun();
              await tx.run(NO_CHECKPOINTS);
              const outcome = await work(tx);
              await beforeCommit(tx);
              return outcome;
            }),
          ),
        ).finally(afterTransaction);
        await commits.checkpoint();
        return done;
      }),
    // One that is told "busy" was not begun: only beginning waits for others.
    batch: (statements) => unlessUnsynced(() => whenFree(() => commits.commit(statements))),
    isWanted: () => waiting > 0,
  };

  const takeTurn: TakeTurn = (work) => {
    if (inside.getStore()) {
      throw new Error('a transaction was begun inside another one: pass its Tx on instead');
    }
    waiting += 1;
    const taken = tail.then(() => {
      waiting -= 1;
      return inside.run(true, () => work(turn));
    });
    tail = taken.catch(() => undefined); // One failed turn must not block the next.
    return taken;
  };

  return {
    takeTurn,
    write: (work) => takeTurn((own) => own.transaction(work)),
    async idle() {
      await tail;
    },
  };
}

/** So long everybody waits for another program that holds the file, ms, from when it was first found held. */
const PATIENCE_MS = 5_000;
const TRY_AGAIN_MS = 50;

type WhenFree = <T>(attempt: (begun: () => void) => Promise<T>) => Promise<T>;

/**
 * Tries again what another program (a copy being made, somebody's shell) kept from beginning. Between two attempts the
 * thread is free. What had begun is never tried twice.
 */
function openPatience(): WhenFree {
  let heldSince: number | null = null;
  return async (attempt) => {
    for (;;) {
      let hasBegun = false;
      const outcome = await attempt(() => (hasBegun = true)).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      const isHeld = 'error' in outcome && databaseTrouble(outcome.error) === 'busy' && !hasBegun;
      if (!isHeld) heldSince = null;
      if ('value' in outcome) return outcome.value;
      if (!isHeld) throw outcome.error;
      heldSince ??= performance.now();
      if (performance.now() - heldSince >= PATIENCE_MS) throw outcome.error;
      await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
    }
  };
}

/**
 * A connection that was told "busy" (another program held the file) keeps that statement open in
 * the driver, and nothing can be committed on it any more: it is replaced before the next turn.
 */
async function freshAfterBusy<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (databaseTrouble(error) === 'busy') await client.reconnect();
    throw error;
  }
}
