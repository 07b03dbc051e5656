import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import { retryJob, type JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { listImports } from './imports-view.ts';
import { courseChoices } from './service.ts';

export function addCatalogueRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listImports, async () => ({ items: await listImports(platform) }));
  addEndpoint(app, contracts.listCourseChoices, async () => ({
    items: await courseChoices(platform),
  }));
  addEndpoint(app, contracts.retryPackaging, async ({ params }) => {
    if (!(await retryJob(platform, params.id))) throw new Refused('not-found');
    jobs.wake();
    return null;
  });
}
