import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Platform } from '../../../platform/platform.ts';

/** More than any unit needs to keep what it has to keep; a program may ask without end. */
const WRITES_ALLOWED = 120;
const WITHIN_MS = 10_000;

/**
 * Answers whoever writes more often than that with 429, by the pass in the address: the writes of all learners
 * go through one lane. Gives a hook for routes that write.
 */
export function keepPace({ clock }: Platform) {
  const recent = new LRUCache<string, { count: number; sinceMs: number }>({ max: 10_000 });
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    if (request.method === 'GET' || request.method === 'HEAD') return undefined;
    const { pass = '' } = request.params as { pass?: string };
    const nowMs = clock.now().getTime();
    const known = recent.get(pass);
    const isOver = !known || nowMs - known.sinceMs >= WITHIN_MS || nowMs < known.sinceMs;
    const now = isOver ? { count: 0, sinceMs: nowMs } : known;
    now.count += 1;
    recent.set(pass, now);
    if (now.count <= WRITES_ALLOWED) return undefined;
    return reply
      .code(429)
      .header('retry-after', '10')
      .type('text/plain; charset=utf-8')
      .send('Too many requests');
  };
}
