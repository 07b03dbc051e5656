import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import * as service from './service.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

export function addAuditTrailRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listAuditEvents, ({ actor, query }) =>
    service.listAuditEvents(platform, actor, query),
  );
  addEndpoint(app, contracts.readAuditEvent, ({ actor, params }) =>
    service.readAuditEvent(platform, actor, params.id),
  );
  addEndpoint(app, contracts.exportAudit, ({ actor, body, request }) =>
    service.exportAudit(platform, jobs, actor, { ...body, locale: localeOf(request) }),
  );
  addEndpoint(app, contracts.listAuditExports, ({ actor }) =>
    service.listAuditExports(platform, actor),
  );
  addEndpoint(app, contracts.fetchAuditExport, async ({ actor, params, reply }) => {
    const { name, format, sizeBytes, content } = await service.fetchAuditExport(
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
}
