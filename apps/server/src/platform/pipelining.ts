import type { ServerResponse } from 'node:http';
import type { App } from './endpoints.ts';
import { isConnection, onePerConnection } from './per-connection.ts';

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
  const latest = onePerConnection<Turn>();
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    if (socket.destroyed) return void reply.hijack();
    if (!isConnection(socket)) return done();
    const before = latest.get(socket);
    if (before && !before.hasBegun) {
      reply.hijack();
      socket.destroy();
      return;
    }
    const turn: Turn = { answer: reply.raw, hasBegun: !before || before.answer.closed };
    latest.set(socket, turn);
    if (turn.hasBegun) return done();
    before?.answer.once('close', () => {
      if (socket.destroyed) return void reply.hijack();
      turn.hasBegun = true;
      done();
    });
  });
}
