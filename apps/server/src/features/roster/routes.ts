import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import * as exportRuns from './export-runs.ts';
import { writeTemplate } from './export.ts';
import * as rosters from './service.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

function nameFile(reply: FastifyReply, name: string, format: keyof typeof TYPES): void {
  void reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
}

export function addRosterRoutes(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  // The one thing that is sent as bytes: a stream, so that no file is ever held in memory.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) =>
    done(null, payload),
  );
  addEndpoint(app, contracts.listRosterImports, ({ actor, params }) =>
    rosters.listRosterImports(platform, actor, params.id),
  );
  addEndpoint(app, contracts.uploadRoster, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    return rosters.uploadRoster(platform, jobs, actor, params.id, {
      name: query.fileName,
      content,
    });
  });
  addEndpoint(app, contracts.readRosterImport, ({ actor, params }) =>
    rosters.readRosterImport(platform, actor, params.id),
  );
  addEndpoint(app, contracts.checkRoster, ({ actor, params, body }) =>
    rosters.checkRoster(platform, jobs, actor, params.id, body.columns),
  );
  addEndpoint(app, contracts.listRosterErrors, ({ actor, params, query }) =>
    rosters.listRosterErrors(platform, actor, params.id, query.page),
  );
  addEndpoint(app, contracts.applyRoster, ({ actor, params }) =>
    rosters.applyRoster(platform, jobs, actor, params.id),
  );
  addEndpoint(app, contracts.undoRoster, ({ actor, params }) =>
    rosters.undoRoster(platform, jobs, actor, params.id),
  );
  addEndpoint(app, contracts.readRosterTemplate, async ({ actor, params, request, reply }) => {
    const content = await writeTemplate(platform, actor, params.id, localeOf(request));
    nameFile(reply, 'roster.xlsx', 'xlsx');
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
    nameFile(reply, file.name, file.format);
    void reply.header('content-length', file.sizeBytes);
    return file.content;
  });
}
