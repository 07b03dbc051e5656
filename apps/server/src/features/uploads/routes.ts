import * as contracts from '@xueshi/contracts';
import { existsSync } from 'node:fs';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { cancelLecture, packageLectureAgain, packagingOf } from '../media/service.ts';
import { announceUpload, readAnnouncement } from './announce.ts';
import { readDraftSubtitles, saveDraftSubtitles } from './cues.ts';
import { KEPT_NAME, keptFolder, keptPath } from './folders.ts';
import { checkAgain, listDraftFiles, removeDraftFile } from './list.ts';
import { addPackageRoutes } from './packages/routes.ts';
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
import { askForTranscription } from './speech/transcribe.ts';
import { demandDraft, findFile } from './store.ts';
import { addTusRoutes, hidden } from './tus-routes.ts';
import { readDraftWaveform } from './waveform.ts';

type Jobs = Pick<JobRunner, 'wake'>;

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
  addEndpoint(
    app,
    contracts.transcribeDraftRecording,
    async ({ actor, params: { id, fileId }, body }) => {
      const asked = { draftId: id, fileId, language: body.language, by: actor.personId };
      await askForTranscription(platform, jobs, asked);
      return null;
    },
  );
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
  const receiver = openReceiver(platform);
  addReceiving(app, platform, jobs, receiver);
  addPackageRoutes(app, platform, jobs, receiver);
  addPreview(app, platform);
}

/** Files of a draft, sent in pieces. */
function addReceiving(app: App, platform: Platform, jobs: Jobs, receiver: Receiver): void {
  addTusRoutes(app, platform, receiver, {
    announcing: contracts.announceDraftUpload,
    piece: contracts.sendDraftPiece,
    cancelling: contracts.cancelDraftUpload,
    announce: async ({ actor, draftId }, headers) => {
      const announced = readAnnouncement(headers, await takesPresentations(platform));
      return announceUpload(platform, actor, draftId, announced);
    },
    standing: ({ draftId, uploadId }) => standingOf(platform, jobs, draftId, uploadId),
    finish: (id) => finishUpload(platform, jobs, id),
    touch: (upload) => touchUpload(platform, upload),
    cancel: ({ draftId, uploadId }) => cancelUpload(platform, draftId, uploadId),
  });
}

/** The files themselves, for those who build a lecture of them. */
function addPreview(app: App, platform: Platform): void {
  app.get<{ Params: { id: string; fileId: string } }>(
    '/media/drafts/:id/:fileId',
    hidden(contracts.sendDraftPiece),
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
