import * as contracts from '@xueshi/contracts';
import type { Endpoint } from '@xueshi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { addEndpoint, admit, schemaOf, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { cancelLecture, packageLectureAgain, packagingOf } from '../media/service.ts';
import { announceUpload, readAnnouncement } from './announce.ts';
import { readDraftSubtitles, saveDraftSubtitles } from './cues.ts';
import { KEPT_NAME, keptFolder, keptPath, makeFolders } from './folders.ts';
import { checkAgain, listDraftFiles, removeDraftFile } from './list.ts';
import { endPiece, takePiece } from './piece.ts';
import {
  cancelUpload,
  finishUpload,
  openReceiver,
  standingOf,
  touchUpload,
  type Receiver,
} from './receive.ts';
import { askForMatch } from './slides/match.ts';
import { takesPresentations } from './slides/presentation.ts';
import { demandDraft, findFile } from './store.ts';
import { readDraftWaveform } from './waveform.ts';

type Jobs = Pick<JobRunner, 'wake'>;
interface OfUpload {
  Params: { id: string; uploadId: string };
}

export function addUploadRoutes(app: App, platform: Platform, jobs: Jobs): void {
  addEndpoint(app, contracts.listDraftFiles, ({ params }) => listDraftFiles(platform, params.id));
  addEndpoint(app, contracts.removeDraftFile, async ({ params }) => {
    await removeDraftFile(platform, params.id, params.fileId);
    return null;
  });
  addEndpoint(app, contracts.checkDraftFileAgain, async ({ params }) => {
    await checkAgain(platform, jobs, params.id, params.fileId);
    return null;
  });
  addEndpoint(app, contracts.readDraftSubtitles, ({ params: { id, fileId } }) =>
    readDraftSubtitles(platform, { draftId: id, fileId }),
  );
  addEndpoint(app, contracts.saveDraftSubtitles, ({ actor, params: { id, fileId }, body }) =>
    saveDraftSubtitles(platform, actor, { draftId: id, fileId }, body),
  );
  addEndpoint(app, contracts.readDraftWaveform, ({ params: { id, fileId } }) =>
    readDraftWaveform(platform, { draftId: id, fileId }),
  );
  addEndpoint(app, contracts.matchDraftSlides, async ({ params: { id, fileId }, body }) => {
    await askForMatch(platform, jobs, { draftId: id, fileId }, body.slides);
    return null;
  });
  addEndpoint(app, contracts.listPackaging, async ({ params }) => {
    const { slug } = await demandDraft(platform.db, params.id);
    return { items: await packagingOf(platform, slug) };
  });
  addEndpoint(app, contracts.cancelPackaging, async ({ params }) => {
    const { slug } = await demandDraft(platform.db, params.id);
    await cancelLecture(platform, slug, params.assetId);
    return null;
  });
  addEndpoint(app, contracts.packageAgain, async ({ params }) => {
    const { slug } = await demandDraft(platform.db, params.id);
    await packageLectureAgain(platform, slug, params.assetId);
    jobs.wake();
    return null;
  });
  addReceiving(app, platform, jobs);
  addPreview(app, platform);
}

/** As endpoints have it, for answers that are no documents: of the protocol, and files. */
const guarded = (endpoint: Endpoint) => ({
  schema: schemaOf(endpoint),
  onRequest: async (request: FastifyRequest) => admit(endpoint, request.actor),
});
/** Beside the document: asking how far an upload is, and the files themselves. */
const hidden = { ...guarded(contracts.sendDraftPiece), schema: { hide: true } };

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

/** The addresses of the tus protocol: announcing, sending, asking how far it is, and giving up. */
function addReceiving(app: App, platform: Platform, jobs: Jobs): void {
  const receiver = openReceiver(platform);
  const ready = makeFolders(platform);

  app.post<{ Params: { id: string } }>(
    contracts.announceDraftUpload.url,
    guarded(contracts.announceDraftUpload),
    async (request, reply) => {
      const { actor, params, headers } = request;
      if (!actor) throw new Refused('not-signed-in');
      const announced = readAnnouncement(
        {
          length: textOf(headers['upload-length']),
          metadata: textOf(headers['upload-metadata']),
        },
        await takesPresentations(platform),
      );
      await ready;
      const id = await announceUpload(platform, actor, params.id, announced);
      return handOver(receiver, id, request, reply);
    },
  );

  app.patch<OfUpload>(
    contracts.sendDraftPiece.url,
    guarded(contracts.sendDraftPiece),
    async (request, reply) => {
      const { id, uploadId } = request.params;
      const standing = await standingOf(platform, jobs, id, uploadId);
      if (!standing) throw new Refused('not-found');
      // Where all of it is here, nothing can be added.
      if (standing.kind === 'arrived')
        return reply.code(409).headers(stands(standing.bytes)).send();
      const outcome = await takePiece(platform, standing.upload, request);
      if (outcome.kind === 'unfit')
        return reply.code(outcome.status).header('tus-resumable', '1.0.0').send();
      // Nobody is there to be answered.
      if (outcome.kind === 'cut') return reply.code(400).send();
      const { upload } = standing;
      if (outcome.offset === upload.bytes) await finishUpload(platform, jobs, uploadId);
      else await touchUpload(platform, upload);
      const at = { 'tus-resumable': '1.0.0', 'upload-offset': String(outcome.offset) };
      return reply.code(204).headers(at).send();
    },
  );

  app.head<OfUpload>(contracts.sendDraftPiece.url, hidden, async (request, reply) => {
    const { id, uploadId } = request.params;
    const standing = await standingOf(platform, jobs, id, uploadId);
    if (!standing) throw new Refused('not-found');
    if (standing.kind === 'arriving') {
      // Who asks has no piece on the way any more: what still comes of one would move the end.
      await endPiece(uploadId);
      return handOver(receiver, uploadId, request, reply);
    }
    return reply.headers(stands(standing.bytes)).send();
  });

  app.delete<OfUpload>(
    contracts.cancelDraftUpload.url,
    guarded(contracts.cancelDraftUpload),
    async (request, reply) => {
      const { id, uploadId } = request.params;
      if (!(await cancelUpload(platform, id, uploadId))) throw new Refused('not-found');
      return reply.code(204).header('tus-resumable', '1.0.0').send();
    },
  );
}

const stands = (bytes: number) => ({
  'tus-resumable': '1.0.0',
  'upload-offset': String(bytes),
  'upload-length': String(bytes),
});

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;

/** The files themselves, for those who build a lecture of them. */
function addPreview(app: App, platform: Platform): void {
  app.get<{ Params: { id: string; fileId: string } }>(
    '/media/drafts/:id/:fileId',
    hidden,
    async (request, reply) => {
      const { id, fileId } = request.params;
      const file = await findFile(platform.db, id, fileId);
      const keptAs = file?.keptAs ?? '';
      if (!KEPT_NAME.test(keptAs) || !existsSync(keptPath(platform, keptAs)))
        throw new Refused('not-found');
      void reply.header('cache-control', 'private, max-age=3600');
      return reply.sendFile(keptAs, keptFolder(platform), { cacheControl: false });
    },
  );
}
