import * as contracts from '@xueshi/contracts';
import type { FastifyRequest } from 'fastify';
import { coursewareOrigin } from '../../platform/courseware-origin.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { addFrameRoutes } from './frame/routes.ts';
import { launchCourseware, type Asked } from './launch.ts';
import { reportCourseware } from './report.ts';
import { readStanding } from './standing.ts';
import { tryCourseware } from './trial.ts';

export function addCoursewareRoutes(app: App, platform: Platform): void {
  const { publicUrl, coursewareOrigin: configured } = platform.config;
  addEndpoint(app, contracts.readCourseware, ({ actor, params, request }) =>
    readStanding(platform, actor, params, coursewareOrigin(request, configured)),
  );
  const asked = (request: FastifyRequest): Asked => ({
    page: publicUrl?.origin ?? `${request.protocol}://${request.host}`,
    origin: coursewareOrigin(request, configured),
  });
  addEndpoint(app, contracts.launchCourseware, ({ actor, params, body, request }) =>
    launchCourseware(platform, actor, { ...params, ...body }, asked(request)),
  );
  addEndpoint(app, contracts.tryCourseware, ({ params: { id, fileId }, body, request }) =>
    tryCourseware(platform, { draftId: id, fileId, ...body }, asked(request)),
  );
  addEndpoint(app, contracts.reportCourseware, ({ actor, params, body }) =>
    reportCourseware(platform, actor, params.id, body),
  );
  addFrameRoutes(app, platform);
}
