// The one thread of this process that commits ready statements. A commit waits for the disk (synchronous=FULL); in
// the driver that wait stops its thread, which must not be the one that answers people
// (docs/decisions/0045-commits-in-their-own-thread.md).
import type { InStatement } from '@libsql/client';
import { Worker } from 'node:worker_threads';
import { isLogLong } from './log-length.ts';
import { textOfStatements } from './statement-text.ts';

export interface CommitAsked {
  readonly id: number;
  readonly file: string;
  /** How long to wait for another process's lock, ms. */
  readonly timeout: number;
  readonly work:
    | {
        readonly kind: 'commit';
        /** As `textOfStatements` writes them. */ readonly statements: string;
      }
    | { readonly kind: 'checkpoint' }
    /** Nothing more will come for this file. */
    | { readonly kind: 'close' };
}

export interface CommitAnswer {
  readonly id: number;
  readonly error: { name: string; message: string; code: string | null } | null;
}

export interface CommitThread {
  /**
   * Runs the statements in one transaction (BEGIN IMMEDIATE), all of them or none; resolves when they are on disk.
   * Rejects with the driver's words and code. To be called within a turn of the write lane only. After a sync that
   * failed everything is rejected with that failure, and the file is not written any more.
   */
  commit(statements: readonly InStatement[]): Promise<void>;
  /** Brings the write-ahead log into the file where it has become long; `commit` does it by itself. In a turn only. */
  checkpoint(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  ask(asked: Omit<CommitAsked, 'id'>): Promise<void>;
}

let running: Running | null = null;

/** Started with the first commit; a thread that has died takes what it was asked with it, and the next is started. */
function thread(): Running {
  running ??= startThread();
  return running;
}

function startThread(): Running {
  const worker = new Worker(new URL('./commit-worker.ts', import.meta.url));
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let lastId = 0;

  const end = (error: Error) => {
    if (running === here) running = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('the thread that commits has ended')));
  worker.on('message', ({ id, error }: CommitAnswer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    // An idle thread keeps no process alive.
    if (waiting.size === 0) worker.unref();
    if (error) asked?.reject(Object.assign(new Error(error.message), error));
    else asked?.resolve();
  });

  const here: Running = {
    ask(asked) {
      lastId += 1;
      const id = lastId;
      if (waiting.size === 0) worker.ref();
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, ...asked } satisfies CommitAsked);
      });
    },
  };
  return here;
}

/** Commits to the database file at `file` (absolute, it must exist); `timeout` as for a native connection. */
export function openCommitThread(file: string, timeout: number): CommitThread {
  let used = false;
  const ask = (work: CommitAsked['work']) => {
    used = true;
    return thread().ask({ file, timeout, work });
  };
  return {
    commit: async (statements) => ask({ kind: 'commit', statements: textOfStatements(statements) }),
    async checkpoint() {
      if (isLogLong(file)) await ask({ kind: 'checkpoint' });
    },
    async close() {
      if (used) await ask({ kind: 'close' });
    },
  };
}
