import type { IncomingMessage } from 'node:http';
import type { App } from './endpoints.ts';
import { takesFile } from './file-paths.ts';
import { isConnection, onePerConnection } from './per-connection.ts';

/** How long a file may be on its way: 32 MB over half a megabit a second. */
export const FILE_MS = 600_000;

interface Arriving {
  message: IncomingMessage;
  /** When its body was first found incomplete, by performance.now(). */
  since: number | null;
}

/**
 * Cuts off requests whose body trickles in, so that nobody holds connections open for nothing
 * (TRUST.md F6). Files from slow links have longer: the server's own timeout, which knows no addresses.
 * Requests come by the thousand and nearly all are whole at once: they are looked at in rounds, so a body may take
 * up to `everyMs` longer than `bodyMs`.
 */
export function addBodyDeadline(app: App, { bodyMs = 15_000, everyMs = 2_000 } = {}): void {
  const latest = onePerConnection<Arriving>();
  app.addHook('onRequest', ({ raw: message }, _reply, done) => {
    const known = latest.get(message.socket);
    if (known) {
      known.message = message;
      known.since = null;
    } else if (isConnection(message.socket)) latest.set(message.socket, { message, since: null });
    done();
  });
  const rounds = setInterval(() => {
    const now = performance.now();
    for (const one of latest.values()) {
      const { message } = one;
      if (message.complete || message.destroyed || takesFile(message.url ?? '')) continue;
      one.since ??= now;
      if (now - one.since > bodyMs) message.destroy();
    }
  }, everyMs).unref();
  app.addHook('onClose', () => clearInterval(rounds));
}
