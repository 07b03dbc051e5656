import type { App } from './endpoints.ts';

/**
 * One request at a time on a connection. Browsers and proxies wait for the answer before they ask again; whoever does
 * not, and reads nothing, would have us hold all the answers in memory at once (TRUST.md T12): a few hundred
 * such connections were enough to end the process. Such a connection is closed, unanswered.
 */
export function refusePipelining(app: App): void {
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    // An answer has its connection at once, unless another one is still on it. Calls within the process have none.
    const isOnlyOne = reply.raw.socket !== null || socket.pending;
    if (isOnlyOne && !socket.destroyed) return done();
    reply.hijack();
    socket.destroy();
  });
}
