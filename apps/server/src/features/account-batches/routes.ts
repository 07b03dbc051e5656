import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import * as batches from './service.ts';

export function addAccountBatchRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listAccountBatches, ({ actor, params }) =>
    batches.listAccountBatches(platform, actor, params.id),
  );
  addEndpoint(app, contracts.createAccountBatch, ({ actor, params, body }) =>
    batches.createAccountBatch(platform, jobs, actor, params.id, body.audience),
  );
  addEndpoint(app, contracts.readAccountBatch, ({ actor, params }) =>
    batches.readAccountBatch(platform, actor, params.id),
  );
  addEndpoint(app, contracts.showAccountSlips, ({ actor, params, body }) =>
    batches.showAccountSlips(platform, actor, params.id, body.unitId),
  );
  addEndpoint(app, contracts.forgetAccountSlips, async ({ actor, params }) => {
    await batches.forgetAccountSlips(platform, actor, params.id);
    return null;
  });
}
