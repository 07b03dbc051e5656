import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyGroupName, Me } from '@xueshi/contracts';
import { DUTIES_OF } from '@xueshi/domain';
import compression from 'compression';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import type { App } from './endpoints.ts';
import { takesFile } from './file-paths.ts';
import { readInProcess, type InProcessAnswer } from './in-process-call.ts';
import { sendProblem } from './problems.ts';

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface InProcessRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Uint8Array;
  readonly remoteAddress?: string;
}

interface InProcessFile extends Omit<InProcessAnswer, 'body'> {
  readonly content: ReturnType<typeof Readable.toWeb>;
}

declare global {
  /** How the front end, in the same process, calls the API without a socket. */
  var xueshi:
    | {
        inject(request: InProcessRequest): Promise<InProcessAnswer>;
        /** The same for a file, which comes as it is written. */
        file(request: InProcessRequest): Promise<InProcessFile>;
      }
    | undefined;
}

const SMALL_FORM_BYTES = 512 * 1024;
const FILE_FORM_BYTES = 33 * 1024 * 1024;

/** Who writes courses: a quiz is a large form, and questions come in files. */
const AUTHORS: ReadonlySet<string> = new Set(['author', 'reviewer', 'sys_admin']);

/** Whether a form is small, or a file that its sender may send. A form without a length is neither. */
function isBearable(request: FastifyRequest, me: Me | null): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (length <= SMALL_FORM_BYTES) return true;
  const maySend = me?.roles.some(
    ({ role }) => AUTHORS.has(role) || DUTIES_OF[role]?.includes('keep_roster') === true,
  );
  return takesFile(request.url) && maySend === true && length <= FILE_FORM_BYTES;
}

const PROTOCOL_HEADER = 'x-xueshi-protocol';
const ADDRESS_HEADER = 'x-xueshi-address';

/** What pages are told without asking the API. */
export interface PageFacts {
  /** Every page begins with that question. */
  whoAsks(request: FastifyRequest): Promise<Me | null>;
  /** The origin that frames in its pages may come from; null: none. */
  framesFrom(request: FastifyRequest): string | null;
  /** What key groups are called, for whoever is signed in. */
  keyGroups(): Promise<KeyGroupName[]>;
}

interface PageRequest extends IncomingMessage {
  me?: Me | null;
  framesFrom?: string | null;
  keyGroups?: PageFacts['keyGroups'];
}

/** Loads the built front end from `file`; null where it was not built. */
export async function loadWebHandler(file: string): Promise<WebHandler | null> {
  if (!existsSync(file)) return null;
  // adapter-node reads these when it is imported; the headers are set by us on every request, so a
  // client's own are never believed.
  process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
  process.env['ADDRESS_HEADER'] = ADDRESS_HEADER;
  // Room for a roster; every other form is held to a small size before it gets there.
  process.env['BODY_SIZE_LIMIT'] = String(FILE_FORM_BYTES);
  const loaded = (await import(pathToFileURL(file).href)) as { handler: WebHandler };
  return loaded.handler;
}

/** Hands every request that is not the API's or the media's to the front end, together with who asks. */
export function addWebPages(app: App, handler: WebHandler, facts: PageFacts): void {
  globalThis.xueshi = {
    async file({ payload, ...request }) {
      const answer = await app.inject({
        ...request,
        method: request.method as 'POST',
        ...(payload === undefined ? {} : { payload: Buffer.from(payload) }),
        payloadAsStream: true,
      });
      const { statusCode, headers } = answer;
      return { statusCode, headers, content: Readable.toWeb(answer.stream()) };
    },
    async inject({ payload, ...request }) {
      const { method, url, headers, remoteAddress } = request;
      if (method === 'GET' && headers && remoteAddress)
        return readInProcess(app, { url, headers, remoteAddress });
      const answer = await app.inject({
        ...request,
        method: request.method as 'GET',
        ...(payload === undefined ? {} : { payload: Buffer.from(payload) }),
      });
      return { statusCode: answer.statusCode, headers: answer.headers, body: answer.body };
    },
  };
  const compress = compression();
  app.setNotFoundHandler(async (request, reply) => {
    if (request.url.startsWith('/api/') || request.url.startsWith('/media/')) {
      return sendProblem(request, reply, 'not-found');
    }
    const raw: PageRequest = request.raw;
    raw.framesFrom = facts.framesFrom(request);
    if (!request.url.startsWith('/_app/')) raw.me = await facts.whoAsks(request);
    if (raw.me && !raw.me.mustChangePassword) raw.keyGroups = facts.keyGroups;
    if (!isBearable(request, raw.me ?? null)) {
      return sendProblem(request, reply, 'payload-too-large');
    }
    void reply.hijack();
    raw.headers[PROTOCOL_HEADER] = request.protocol;
    raw.headers[ADDRESS_HEADER] = request.ip;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    // What the build compressed already is left as it is.
    compress(raw, reply.raw, () => handler(raw, reply.raw));
    return reply;
  });
}
