import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import * as service from './service.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const;

export function addReportRunRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listReportRuns, ({ actor, params }) =>
    service.listReportRuns(platform, actor, params.id),
  );
  addEndpoint(app, contracts.orderReport, ({ actor, params, body, request }) =>
    service.orderReport(platform, jobs, actor, params.id, { ...body, locale: localeOf(request) }),
  );
  addEndpoint(app, contracts.readReportRun, ({ actor, params }) =>
    service.readReportRun(platform, actor, params.id),
  );
  addEndpoint(app, contracts.fetchReport, async ({ actor, params, reply }) => {
    const { name, format, sizeBytes, content } = await service.fetchReport(
      platform,
      actor,
      params.id,
    );
    void reply
      .type(TYPES[format])
      .header('content-length', sizeBytes)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    return content;
  });
  addEndpoint(app, contracts.saveReport, ({ actor, params, body, request }) =>
    service.saveReport(platform, actor, params.id, { ...body, locale: localeOf(request) }),
  );
  addEndpoint(app, contracts.runSavedReport, ({ actor, params }) =>
    service.runSavedReport(platform, jobs, actor, params.id),
  );
  addEndpoint(app, contracts.subscribeToReport, async ({ actor, params, body }) => {
    await service.subscribeToReport(platform, actor, params.id, body.monthly);
    return null;
  });
  addEndpoint(app, contracts.forgetSavedReport, async ({ actor, params }) => {
    await service.forgetSavedReport(platform, actor, params.id);
    return null;
  });
}
