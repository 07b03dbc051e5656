import type { IncomingMessage } from 'node:http';
import type { App } from './endpoints.ts';
import { takesFile } from './file-paths.ts';

/** How long a file may be on its way: 32 MB over half a megabit a second. */
export const FILE_MS = 600_000;

/**
 * Cuts off requests whose body trickles in, so that nobody holds connections open for nothing
 * (TRUST.md F6). Files from slow links have longer: the server's own timeout, which knows no addresses.
 */
export function addBodyDeadline(app: App, { bodyMs = 15_000, everyMs = 2_000 } = {}): void {
  const arriving = new Map<IncomingMessage, number>();
  app.addHook('onRequest', (request, _reply, done) => {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    if (hasBody && !takesFile(request.url)) arriving.set(request.raw, performance.now() + bodyMs);
    done();
  });
  // Here the body has been read; pages, which read their forms themselves, are found complete below.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.raw.complete) arriving.delete(request.raw);
    done();
  });
  const rounds = setInterval(() => {
    const now = performance.now();
    for (const [message, until] of arriving) {
      if (message.complete || message.destroyed) arriving.delete(message);
      else if (now > until) message.destroy();
    }
  }, everyMs).unref();
  app.addHook('onClose', () => clearInterval(rounds));
}
