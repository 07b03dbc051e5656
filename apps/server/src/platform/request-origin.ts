// Where the work at hand was asked for: what the audit trail writes down beside the address.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestOrigin {
  readonly userAgent: string;
  readonly requestId: string;
}

const requests = new AsyncLocalStorage<FastifyRequest>();

const LONGEST_USER_AGENT = 300;

/** The request in which this runs; null in a job or a command. */
export function requestOrigin(): RequestOrigin | null {
  const request = requests.getStore();
  if (!request) return null;
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT);
  return { userAgent, requestId: request.id };
}

/** Everything that a handler does and awaits knows the request; nothing else has to carry it along. */
export function addRequestOrigin(app: Pick<FastifyInstance, 'addHook'>): void {
  app.addHook('preHandler', (request, _reply, done) => requests.run(request, done));
}
