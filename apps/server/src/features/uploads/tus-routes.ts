// The addresses of the tus protocol: announcing, sending, asking how far it is, and giving up. What is sent, and who
// may, differs by kind; how it is sent does not.
import type { Endpoint } from '@xueshi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admit, schemaOf, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { sendProblem } from '../../platform/problems.ts';
import { makeFolders } from './folders.ts';
import { endPiece, takePiece } from './piece.ts';
import { expectAnnouncement } from './protocol-headers.ts';
import type { Receiver, Standing } from './receive.ts';

interface OfUpload {
  Params: { id?: string; uploadId: string };
}

export interface Sending {
  readonly actor: Actor;
  /** The draft, where its address names one. */
  readonly draftId: string;
  readonly uploadId: string;
}

/** What is sent in pieces. */
export interface TusKind<Row extends { readonly id: string; readonly bytes: number }> {
  readonly announcing: Endpoint;
  readonly piece: Endpoint;
  readonly cancelling: Endpoint;
  /** Notes what is going to come, and gives its id; refuses what cannot be used. */
  announce(
    by: Omit<Sending, 'uploadId'>,
    headers: { readonly length: string | undefined; readonly metadata: string | undefined },
  ): Promise<string>;
  /** How an upload stands that the caller may send; null where there is none. */
  standing(of: Sending): Promise<Standing<Row> | null>;
  /** All of it came. */
  finish(id: string): Promise<void>;
  /** Something came. */
  touch(row: Row): Promise<void>;
  /** Gives it up; false where there is none. */
  cancel(of: Sending): Promise<boolean>;
}

/** As endpoints have it, for answers that are no documents: of the protocol, and files. */
export const guarded = (endpoint: Endpoint) => ({
  schema: schemaOf(endpoint),
  onRequest: async (request: FastifyRequest) => admit(endpoint, request.actor),
});
/** Beside the document: asking how far an upload is, and the files themselves. */
export const hidden = (endpoint: Endpoint) => ({ ...guarded(endpoint), schema: { hide: true } });

/** Hands a request to the protocol, under the id that we gave. */
async function handOver(
  receiver: Receiver,
  id: string,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  await receiver.handle(id, raw, reply.raw);
  return reply;
}

export function addTusRoutes<Row extends { readonly id: string; readonly bytes: number }>(
  app: App,
  platform: Platform,
  receiver: Receiver,
  kind: TusKind<Row>,
): void {
  // Made before the first request; a start that cannot make them fails, and none outlives its server.
  app.addHook('onReady', () => makeFolders(platform));

  app.post<{ Params: { id?: string } }>(
    kind.announcing.url,
    guarded(kind.announcing),
    async (request, reply) => {
      const { headers, params } = request;
      expectAnnouncement(headers);
      const by = { actor: actorOf(request), draftId: params.id ?? '' };
      const id = await kind.announce(by, {
        length: textOf(headers['upload-length']),
        metadata: textOf(headers['upload-metadata']),
      });
      return handOver(receiver, id, request, reply);
    },
  );

  app.patch<OfUpload>(kind.piece.url, guarded(kind.piece), async (request, reply) => {
    const standing = await kind.standing(sendingOf(request));
    if (!standing) throw new Refused('not-found');
    // Where all of it is here, nothing can be added.
    if (standing.kind === 'arrived')
      return sendProblem(request, reply.headers(stands(standing.bytes)), 'upload-piece-unfit');
    const outcome = await takePiece(platform, standing.upload, request);
    if (outcome.kind === 'unfit')
      return sendProblem(request, reply.header('tus-resumable', '1.0.0'), outcome.code);
    // Nobody is there to be answered.
    if (outcome.kind === 'cut') return sendProblem(request, reply, 'invalid-request');
    const { upload } = standing;
    if (outcome.offset === upload.bytes) await kind.finish(upload.id);
    else await kind.touch(upload);
    const at = { 'tus-resumable': '1.0.0', 'upload-offset': String(outcome.offset) };
    return reply.code(204).headers(at).send();
  });

  app.head<OfUpload>(kind.piece.url, hidden(kind.piece), async (request, reply) => {
    const { uploadId } = request.params;
    const standing = await kind.standing(sendingOf(request));
    if (!standing) throw new Refused('not-found');
    if (standing.kind === 'arriving') {
      // Who asks has no piece on the way any more: what still comes of one would move the end.
      await endPiece(uploadId);
      return handOver(receiver, uploadId, request, reply);
    }
    return reply.headers(stands(standing.bytes)).send();
  });

  app.delete<OfUpload>(kind.cancelling.url, guarded(kind.cancelling), async (request, reply) => {
    if (!(await kind.cancel(sendingOf(request)))) throw new Refused('not-found');
    return reply.code(204).header('tus-resumable', '1.0.0').send();
  });
}

function actorOf({ actor }: FastifyRequest): Actor {
  if (!actor) throw new Refused('not-signed-in');
  return actor;
}

const sendingOf = (request: FastifyRequest<OfUpload>): Sending => ({
  actor: actorOf(request),
  draftId: request.params.id ?? '',
  uploadId: request.params.uploadId,
});

const stands = (bytes: number) => ({
  'tus-resumable': '1.0.0',
  'upload-offset': String(bytes),
  'upload-length': String(bytes),
});

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
