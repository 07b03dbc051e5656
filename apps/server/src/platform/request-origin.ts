// Where the work at hand was asked for: what the audit trail writes down beside the address.
import type { FastifyInstance } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestOrigin {
  readonly userAgent: string;
  readonly requestId: string;
}

const origins = new AsyncLocalStorage<RequestOrigin>();

const LONGEST_USER_AGENT = 300;

/** The request in which this runs; null in a job or a command. */
export const requestOrigin = (): RequestOrigin | null => origins.getStore() ?? null;

/** Everything that a handler does and awaits knows the request; nothing else has to carry it along. */
export function addRequestOrigin(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT);
    origins.run({ userAgent, requestId: request.id }, done);
  });
}
