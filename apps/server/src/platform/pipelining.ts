import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { App } from './endpoints.ts';

interface Turn {
  readonly answer: ServerResponse;
  /** Whether its request is worked at, or was. */
  hasBegun: boolean;
}

/**
 * One request at a time on a connection. Browsers and proxies wait for the answer before they ask again; whoever does
 * not, and reads nothing, would have us hold all the answers in memory at once (TRUST.md T12): a few hundred
 * such connections were enough to end the process. A client may have read the end of a file before we know that it
 * was the end, so one request waits for the answer before it; with a second one the connection is closed.
 */
export function refusePipelining(app: App): void {
  const latest = new Map<Socket, Turn>();
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    // Calls within the process have no connection that would ever close.
    if (!(socket instanceof Socket) || (socket.pending && !socket.destroyed)) return done();
    const before = latest.get(socket);
    const turn: Turn = { answer: reply.raw, hasBegun: false };
    const begin = () => {
      if (socket.destroyed) return void reply.hijack();
      turn.hasBegun = true;
      done();
    };
    if (before && !before.hasBegun) socket.destroy();
    else if (!socket.destroyed) latest.set(socket, turn);
    if (!before) socket.once('close', () => latest.delete(socket));
    if (!before || before.answer.closed || socket.destroyed) begin();
    else before.answer.once('close', begin);
  });
}
