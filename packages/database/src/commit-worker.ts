// Commits for the whole process, in a thread of its own (commit-thread.ts): while a group reaches the disk, requests
// are read and answered.
import assert from 'node:assert/strict';
import { parentPort } from 'node:worker_threads';
import { openNativeConnection, type NativeConnection } from './native-connection.ts';
import type { CommitAnswer, CommitAsked } from './commit-thread.ts';
import { readStatements } from './statement-text.ts';

assert(parentPort, 'started by commit-thread.ts');
const port = parentPort;
const connections = new Map<string, NativeConnection>();

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
}

/** What an error needs to be recognised on the other side: copying one keeps its name and words, no more. */
function told(error: unknown): NonNullable<CommitAnswer['error']> {
  assert(error instanceof Error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name: error.name, message: error.message, code };
}

function carryOut(asked: CommitAsked): CommitAnswer {
  try {
    if (asked.statements === null) close(asked.file);
    else connectionTo(asked.file, asked.timeout).commit(readStatements(asked.statements));
    return { id: asked.id, error: null };
  } catch (error) {
    return { id: asked.id, error: told(error) };
  }
}

port.on('message', (asked: CommitAsked) => port.postMessage(carryOut(asked)));
