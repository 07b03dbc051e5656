import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { administeredUnit } from '../../platform/authorisation.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import * as imports from '../sheet-imports/service.ts';
import { exportRoster, writeTemplate } from './export.ts';
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
    await administeredUnit(platform.db, actor, params.id, 'keep_roster');
    imports.nameFile(reply, 'roster.xlsx', 'xlsx');
    return Buffer.from(await writeTemplate(localeOf(request)));
  });
  addEndpoint(app, contracts.exportRoster, async ({ actor, params, query, request, reply }) => {
    const wish = { format: query.format ?? ('xlsx' as const), locale: localeOf(request) };
    const { name, content } = await exportRoster(platform, actor, params.id, wish);
    imports.nameFile(reply, name, wish.format);
    return Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]);
  });
}
