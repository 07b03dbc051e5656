import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../../platform/endpoints.ts';
import type { JobRunner } from '../../../platform/jobs.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Receiver } from '../receive.ts';
import { addTusRoutes } from '../tus-routes.ts';
import { announcePackage } from './announce.ts';
import { listPackages } from './list.ts';
import {
  finishPackage,
  forgetPackage,
  readAgain,
  standingOfPackage,
  touchPackage,
} from './receive.ts';

export function addPackageRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  receiver: Receiver,
): void {
  addEndpoint(app, contracts.listPackageUploads, ({ actor }) =>
    listPackages(platform, actor.personId),
  );
  addEndpoint(app, contracts.readPackageAgain, async ({ actor, params }) => {
    await readAgain(platform, jobs, actor.personId, params.uploadId);
    return null;
  });
  addTusRoutes(app, platform, receiver, {
    announcing: contracts.announcePackageUpload,
    piece: contracts.sendPackagePiece,
    cancelling: contracts.forgetPackageUpload,
    announce: ({ actor }, headers) => announcePackage(platform, actor, headers),
    standing: ({ actor, uploadId }) => standingOfPackage(platform, jobs, actor.personId, uploadId),
    finish: (id) => finishPackage(platform, jobs, id),
    touch: (row) => touchPackage(platform, row),
    cancel: ({ actor, uploadId }) => forgetPackage(platform, actor.personId, uploadId),
  });
}
