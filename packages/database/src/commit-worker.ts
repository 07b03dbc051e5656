// Commits for the whole process, in a thread of its own (commit-thread.ts): while a group reaches the disk, requests
// are read and answered.
import assert from 'node:assert/strict';
import { parentPort } from 'node:worker_threads';
import { openNativeConnection, type NativeConnection } from './native-connection.ts';
import type { CommitAnswer, CommitAsked } from './commit-thread.ts';
import { databaseTrouble } from './database-error.ts';
import { isLogLong } from './log-length.ts';
import { readStatements } from './statement-text.ts';

assert(parentPort, 'started by commit-thread.ts');
const port = parentPort;
const connections = new Map<string, NativeConnection>();
/**
 * Files whose sync failed, with the failure. The system reports a page that it could not write once and then takes it
 * for written: a second sync would succeed and prove nothing.
 */
const unsynced = new Map<string, unknown>();

function connectionTo(file: string, timeout: number): NativeConnection {
  const known = connections.get(file);
  if (known) return known;
  const opened = openNativeConnection(file, timeout);
  connections.set(file, opened);
  return opened;
}

function close(file: string): void {
  connections.get(file)?.close();
  connections.delete(file);
  unsynced.delete(file);
}

function work({ file, timeout, work: asked }: CommitAsked): void {
  if (asked.kind === 'close') return close(file);
  if (unsynced.has(file)) throw unsynced.get(file);
  try {
    const connection = connectionTo(file, timeout);
    if (asked.kind === 'commit') connection.commit(readStatements(asked.statements));
    if (isLogLong(file)) connection.checkpoint();
  } catch (error) {
    if (databaseTrouble(error) === 'unsynced') unsynced.set(file, error);
    throw error;
  }
}

/** What an error needs to be recognised on the other side: copying one keeps its name and words, no more. */
function told(error: unknown): NonNullable<CommitAnswer['error']> {
  assert(error instanceof Error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, message: error.message, code };
}

function carryOut(asked: CommitAsked): CommitAnswer {
  try {
    work(asked);
    return { id: asked.id, error: null };
  } catch (error) {
    return { id: asked.id, error: told(error) };
  }
}

port.on('message', (asked: CommitAsked) => port.postMessage(carryOut(asked)));
