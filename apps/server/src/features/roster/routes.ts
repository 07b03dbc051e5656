import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import * as imports from '../sheet-imports/service.ts';
import * as exportRuns from './export-runs.ts';
import { writeTemplate } from './export.ts';
import { ROSTER } from './subject.ts';

export function addRosterRoutes(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  const by = (actor: Actor) => ({ platform, jobs, actor, subject: ROSTER });
  addEndpoint(app, contracts.listRosterImports, ({ actor, params }) =>
    imports.listImports(by(actor), params.id),
  );
  addEndpoint(app, contracts.uploadRoster, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    return imports.uploadFile(by(actor), params.id, {
      name: query.fileName,
      content,
    });
  });
  addEndpoint(app, contracts.readRosterImport, ({ actor, params }) =>
    imports.readImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.checkRoster, ({ actor, params, body }) =>
    imports.checkFile(by(actor), params.id, body.columns),
  );
  addEndpoint(app, contracts.listRosterErrors, ({ actor, params, query }) =>
    imports.listErrors<contracts.RosterField, contracts.RosterErrorCode>(
      by(actor),
      params.id,
      query.page,
    ),
  );
  addEndpoint(app, contracts.applyRoster, ({ actor, params }) =>
    imports.applyImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.undoRoster, ({ actor, params }) =>
    imports.undoImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.readRosterTemplate, async ({ actor, params, request, reply }) => {
    const content = await writeTemplate(platform, actor, params.id, localeOf(request));
    imports.nameFile(reply, 'roster.xlsx', 'xlsx');
    return Buffer.from(content);
  });
  addEndpoint(app, contracts.orderRosterExport, ({ actor, params, body, request }) =>
    exportRuns.orderRosterExport(platform, jobs, actor, params.id, {
      ...body,
      locale: localeOf(request),
    }),
  );
  addEndpoint(app, contracts.listRosterExports, ({ actor, params }) =>
    exportRuns.listRosterExports(platform, actor, params.id),
  );
  addEndpoint(app, contracts.readRosterExport, ({ actor, params }) =>
    exportRuns.readRosterExport(platform, actor, params.id),
  );
  addEndpoint(app, contracts.fetchRosterExport, async ({ actor, params, reply }) => {
    const file = await exportRuns.fetchRosterExport(platform, actor, params.id);
    imports.nameFile(reply, file.name, file.format);
    void reply.header('content-length', file.sizeBytes);
    return file.content;
  });
}
