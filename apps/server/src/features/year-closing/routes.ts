import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { closeYear, listYearClosings, readYearClosing } from './service.ts';

export function addYearClosingRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listYearClosings, ({ actor, params }) =>
    listYearClosings(platform, actor, params.id),
  );
  addEndpoint(app, contracts.closeYear, ({ actor, params, body }) =>
    closeYear(platform, jobs, actor, params.id, body.year),
  );
  addEndpoint(app, contracts.readYearClosing, ({ actor, params, query }) =>
    readYearClosing(platform, actor, params.id, query.page),
  );
}
