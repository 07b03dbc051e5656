// The Experience API (xAPI 1.0.3) for units of cmi5 while they run: a protocol of its own, beside the API of
// the pages. It has no cookie; who asks is told by the token of the launch.
import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isAnswer, malformed, refusal, type Answer } from './answer.ts';
import { deleteDocuments, getDocument, keepDocument } from './document-resources.ts';
import { DOCUMENT_BYTES, type DocumentKind } from './documents.ts';
import { learnerOf, type XapiLaunch } from './launch.ts';
import { getStatements } from './read-statements.ts';
import { parametersOf, strangeTo, type XapiRequest } from './request.ts';
import { postStatements, putStatement } from './store-statements.ts';

export type { XapiLaunch } from './launch.ts';

/** The launch whose token a request carries; null: none. */
export type LaunchOf = (request: FastifyRequest) => Promise<XapiLaunch | null>;
type Handle = (request: XapiRequest) => Promise<Answer>;

export const XAPI_VERSION = '1.0.3';
const STATEMENTS_BYTES = 1024 * 1024;

const DOCUMENTS: readonly (readonly [DocumentKind, string])[] = [
  ['state', '/activities/state'],
  ['activity', '/activities/profile'],
  ['agent', '/agents/profile'],
];

/** Adds the resources below `prefix`. Nothing of them is in the document of the API. */
export function addXapiRoutes(
  app: App,
  platform: Platform,
  prefix: string,
  launchOf: LaunchOf,
): void {
  void app.register(async (scope) => {
    // Documents may be of any type, and are kept as the bytes that they are.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.header('x-experience-api-version', XAPI_VERSION);
      void reply.header('cache-control', 'no-store');
      void reply.header('x-content-type-options', 'nosniff');
    });
    const serve = (method: HTTPMethods, path: string, handle: Handle, bodyLimit = DOCUMENT_BYTES) =>
      scope.route({
        method,
        url: `${prefix}${path}`,
        bodyLimit,
        schema: { hide: true },
        handler: async (request, reply) => send(reply, await answerTo(request, launchOf, handle)),
      });

    serve('PUT', '/statements', (asked) => putStatement(platform, asked), STATEMENTS_BYTES);
    serve('POST', '/statements', (asked) => postStatements(platform, asked), STATEMENTS_BYTES);
    serve('GET', '/statements', (asked) => getStatements(platform, asked));
    for (const [kind, path] of DOCUMENTS) {
      serve('GET', path, (asked) => getDocument(platform, asked, kind));
      serve('PUT', path, (asked) => keepDocument(platform, asked, kind, 'PUT'));
      serve('POST', path, (asked) => keepDocument(platform, asked, kind, 'POST'));
      serve('DELETE', path, (asked) => deleteDocuments(platform, asked, kind));
    }
    serve('GET', '/agents', async (asked) => personOf(asked));
    serve('GET', '/activities', async (asked) => activityOf(asked));
    // Open to all and to every version, so that a client can ask which it may speak (2.8).
    scope.get(`${prefix}/about`, { schema: { hide: true } }, async (_request, reply) =>
      send(reply, { status: 200, body: { version: [XAPI_VERSION] } }),
    );
  });
}

async function answerTo(
  request: FastifyRequest,
  launchOf: LaunchOf,
  handle: Handle,
): Promise<Answer> {
  const { headers, url, query, body } = request;
  const version = textOf(headers['x-experience-api-version']);
  if (!/^1\.0(?:\.\d+)?$/.test(version ?? ''))
    return malformed('The header X-Experience-API-Version must be 1.0.3, or another of 1.0.');
  const launch = await launchOf(request);
  if (!launch) return refusal(401, 'not-authorised', 'This token is of no launch that is open.');
  return handle({
    launch,
    url,
    query: { ...(query as Readonly<Record<string, unknown>>) },
    contentType: headers['content-type'] ?? 'application/octet-stream',
    ifMatch: textOf(headers['if-match']),
    ifNoneMatch: textOf(headers['if-none-match']),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  });
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

/** Bytes are sent under their own type, and so that nothing is taken for text of another. */
function send(reply: FastifyReply, { status, headers = {}, body }: Answer): FastifyReply {
  void reply.code(status).headers(headers);
  if (body === undefined) return reply.send();
  if (Buffer.isBuffer(body)) return reply.send(body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** 2.4: of the learner we tell no more than the unit was given. */
function personOf(request: XapiRequest): Answer {
  const values = parametersOf(request, { agent: 'agent' }, ['agent']);
  if (isAnswer(values)) return values;
  const { account } = learnerOf(request.launch);
  return (
    strangeTo(request.launch, values) ?? {
      status: 200,
      body: { objectType: 'Person', account: [account] },
    }
  );
}

/** 2.5: definitions are not gathered, so an activity is what its IRI says. */
function activityOf(request: XapiRequest): Answer {
  const values = parametersOf(request, { activityId: 'iri' }, ['activityId']);
  if (isAnswer(values)) return values;
  return { status: 200, body: { objectType: 'Activity', id: values.activityId } };
}
