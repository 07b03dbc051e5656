import type { Socket } from 'node:net';
import type { App } from './endpoints.ts';

/**
 * One request at a time on a connection. Browsers and proxies wait for the answer before they ask again; whoever does
 * not, and reads nothing, would have us hold all the answers in memory at once (TRUST.md T12): a few hundred
 * such connections were enough to end the process. Such a connection is closed, unanswered.
 */
export function refusePipelining(app: App): void {
  const answering = new WeakSet<Socket>();
  app.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw;
    if (answering.has(socket)) {
      reply.hijack();
      socket.destroy();
      return;
    }
    answering.add(socket);
    done();
  });
  app.addHook('onResponse', ({ raw: { socket } }, _reply, done) => {
    answering.delete(socket);
    done();
  });
}
