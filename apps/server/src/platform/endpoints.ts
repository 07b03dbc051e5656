import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Problem, type Endpoint } from '@xueshi/contracts';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify';
import type { Server } from 'node:http';
import type { Static, TSchema } from 'typebox';
import { mayUse } from './authorisation.ts';
import { readQueryText } from './query-text.ts';
import { Refused } from './refused.ts';
import type { Actor } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; set before any handler runs. */
    actor: Actor | null;
  }
}

export type App = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

type Part<S> = S extends TSchema ? Static<S> : undefined;

export interface Call<E extends Endpoint> {
  readonly params: Part<E['params']>;
  readonly query: Part<E['query']>;
  readonly body: Part<E['body']>;
  readonly actor: E['access'] extends 'public' ? Actor | null : Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Those who must change a one-time password first may do only this. */
const WHILE_PASSWORD_IS_ONE_TIME = new Set([
  '/api/v1/session',
  '/api/v1/sessions',
  '/api/v1/password',
]);

/** Whether the caller may use operations of this kind at all; throws `Refused` otherwise. */
export function admit(endpoint: Pick<Endpoint, 'access' | 'url'>, actor: Actor | null): void {
  if (endpoint.access === 'public') return;
  if (!actor) throw new Refused('not-signed-in');
  if (actor.mustChangePassword && !WHILE_PASSWORD_IS_ONE_TIME.has(endpoint.url)) {
    throw new Refused('password-change-required');
  }
  if (!mayUse(endpoint.access, actor)) throw new Refused('forbidden');
}

/** What is refused before an operation of this form is reached; see app.ts. */
function refusedBefore({ method, access, params, query }: Endpoint): number[] {
  const isWrite = method !== 'GET';
  return [
    ...(isWrite || params || query ? [400] : []),
    ...(access === 'public' ? [] : [401, 403]),
    ...(isWrite ? [403, 413, 415] : []),
    500,
  ];
}

/** What the contract says for validation and for the document. */
export const schemaOf = (endpoint: Endpoint) => ({
  summary: endpoint.summary,
  tags: [endpoint.tag],
  ...(endpoint.access === 'public' ? { security: [] } : {}),
  ...(endpoint.params ? { params: endpoint.params } : {}),
  ...(endpoint.query ? { querystring: endpoint.query } : {}),
  ...(endpoint.body ? { body: endpoint.body } : {}),
  response: {
    [endpoint.ok.status]: endpoint.ok.schema,
    ...Object.fromEntries(
      [...new Set([...endpoint.problems, ...refusedBefore(endpoint)])].map((status) => [
        status,
        Problem,
      ]),
    ),
  },
});

/** Registers one endpoint by its contract: validation, document and permission come from there. */
export function addEndpoint<const E extends Endpoint>(
  app: App,
  endpoint: E,
  handle: (call: Call<E>) => Promise<Static<E['ok']['schema']>>,
): void {
  const { query } = endpoint;
  app.route({
    method: endpoint.method,
    url: endpoint.url,
    ...(endpoint.bodyBytes ? { bodyLimit: endpoint.bodyBytes } : {}),
    schema: schemaOf(endpoint),
    // What is decided at once is: a promise for each step of each request is a tenth of what a heartbeat costs.
    onRequest: (request, _reply, done) => {
      admit(endpoint, request.actor);
      done();
    },
    ...(query ? { preValidation: readsQuery(query) } : {}),
    handler: async (request, reply) => {
      const answer = await handle({
        params: request.params,
        query: request.query,
        body: request.body,
        actor: request.actor,
        request,
        reply,
      } as unknown as Call<E>);
      void reply.code(endpoint.ok.status);
      return endpoint.ok.status === 204 ? undefined : answer;
    },
  });
}

const readsQuery =
  (query: TSchema) =>
  (request: FastifyRequest, _reply: FastifyReply, done: () => void): void => {
    request.query = readQueryText(query, request.query);
    done();
  };
