import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { listStatuteFlags } from './flags.ts';
import { previewStatute, takeStatute } from './intake.ts';
import { compareStatute, findArticles, listStatutes, readStatute } from './library.ts';

export function addStatuteRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listStatutes, ({ query }) => listStatutes(platform, query.query));
  addEndpoint(app, contracts.readStatute, ({ params, query }) =>
    readStatute(platform, params.title, query),
  );
  addEndpoint(app, contracts.compareStatute, ({ params, query }) =>
    compareStatute(platform, params.title, query),
  );
  addEndpoint(app, contracts.findArticles, ({ query }) => findArticles(platform, query.query));
  addEndpoint(app, contracts.listStatuteFlags, ({ query }) =>
    listStatuteFlags(platform, query.draft ?? null),
  );
  addEndpoint(app, contracts.previewStatute, ({ body }) => previewStatute(platform, body));
  addEndpoint(app, contracts.takeStatute, async ({ actor, body }) => {
    const taken = await takeStatute(platform, actor, body);
    jobs.wake();
    return taken;
  });
}
