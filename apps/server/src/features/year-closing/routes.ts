import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import * as service from './service.ts';

export function addYearClosingRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listYearClosings, ({ actor, params }) =>
    service.listYearClosings(platform, actor, params.id),
  );
  addEndpoint(app, contracts.closeYear, ({ actor, params, body }) =>
    service.closeYear(platform, jobs, actor, params.id, body.year),
  );
  addEndpoint(app, contracts.readYearClosing, ({ actor, params, query }) =>
    service.readYearClosing(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.listFrozenPeople, ({ actor, params, query }) =>
    service.listFrozenPeople(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.fetchClosingLines, async ({ actor, params, reply }) => {
    const { name, content } = await service.fetchClosingLines(platform, actor, params.id);
    void reply
      .type('application/jsonl; charset=utf-8')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return content;
  });
}
