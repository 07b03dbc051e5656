import type { FastifyBaseLogger } from 'fastify';

/**
 * The disk did not confirm what was written. Nobody is answered any more and nothing is synced again, which an orderly
 * end would do; the next start reads what the disk really has.
 */
export function endUnsynced(log: FastifyBaseLogger, error: unknown): never {
  log.fatal(
    { err: error },
    'The disk did not confirm a write to the database. Xueshi ends at once so that nothing is answered for that may be lost; look at the disk (dmesg, smartctl), then start it again: docs/operate.md, "A failing disk".',
  );
  return endAtOnce();
}

/** Without closing anything: what is closed is synced. */
export function endAtOnce(): never {
  process.kill(process.pid, 'SIGKILL');
  // Unreachable where the signal was sent; never to be survived.
  process.abort();
}
