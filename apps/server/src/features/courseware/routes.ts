import * as contracts from '@xueshi/contracts';
import { coursewareOrigin } from '../../platform/courseware-origin.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { addFrameRoutes } from './frame/routes.ts';
import { launchCourseware } from './launch.ts';
import { reportCourseware } from './report.ts';
import { readStanding } from './standing.ts';

export function addCoursewareRoutes(app: App, platform: Platform): void {
  const { publicUrl, coursewareOrigin: configured } = platform.config;
  addEndpoint(app, contracts.readCourseware, ({ actor, params, request }) =>
    readStanding(platform, actor, params, coursewareOrigin(request, configured)),
  );
  addEndpoint(app, contracts.launchCourseware, ({ actor, params, body, request }) =>
    launchCourseware(
      platform,
      actor,
      { ...params, ...body },
      {
        page: publicUrl?.origin ?? `${request.protocol}://${request.host}`,
        origin: coursewareOrigin(request, configured),
      },
    ),
  );
  addEndpoint(app, contracts.reportCourseware, ({ actor, params, body }) =>
    reportCourseware(platform, actor, params.id, body),
  );
  addFrameRoutes(app, platform);
}
