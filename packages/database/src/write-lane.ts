import { AsyncLocalStorage } from 'node:async_hooks';
import type { LibSQLDatabase } from 'drizzle-orm/libsql';
import type { Tx } from './connection.ts';
import type * as schema from './schema/index.ts';

export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * The one way to write (DESIGN.md decision 9): transactions run one after the other, each
 * BEGIN IMMEDIATE, with nothing but SQL awaited inside. A transaction begun inside another one
 * would wait for itself for ever, so it is an assertion failure instead.
 */
export function openWriteLane(db: LibSQLDatabase<typeof schema>): {
  write: Write;
  idle(): Promise<void>;
} {
  const inside = new AsyncLocalStorage<true>();
  let tail: Promise<unknown> = Promise.resolve();

  const write: Write = (work) => {
    if (inside.getStore()) {
      throw new Error('a transaction was begun inside another one: pass its Tx on instead');
    }
    const turn = tail.then(() => inside.run(true, () => db.transaction((tx) => work(tx))));
    tail = turn.catch(() => undefined); // One failed turn must not block the next.
    return turn;
  };

  return {
    write,
    async idle() {
      await tail;
    },
  };
}
