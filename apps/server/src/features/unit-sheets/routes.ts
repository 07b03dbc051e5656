import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { administeredUnit } from '../../platform/authorisation.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import * as imports from '../sheet-imports/service.ts';
import { exportUnits, writeTemplate } from './export.ts';
import { UNITS } from './subject.ts';

export function addUnitSheetRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  const by = (actor: Actor) => ({ platform, jobs, actor, subject: UNITS });
  addEndpoint(app, contracts.listUnitImports, ({ actor, params }) =>
    imports.listImports(by(actor), params.id),
  );
  addEndpoint(app, contracts.uploadUnits, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    return imports.uploadFile(by(actor), params.id, { name: query.fileName, content });
  });
  addEndpoint(app, contracts.readUnitImport, ({ actor, params }) =>
    imports.readImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.checkUnits, ({ actor, params, body }) =>
    imports.checkFile(by(actor), params.id, body.columns),
  );
  addEndpoint(app, contracts.listUnitErrors, ({ actor, params, query }) =>
    imports.listErrors<contracts.UnitSheetField, contracts.UnitSheetErrorCode>(
      by(actor),
      params.id,
      query.page,
    ),
  );
  addEndpoint(app, contracts.applyUnits, ({ actor, params }) =>
    imports.applyImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.undoUnits, ({ actor, params }) =>
    imports.undoImport(by(actor), params.id),
  );
  addEndpoint(app, contracts.readUnitTemplate, async ({ actor, params, request, reply }) => {
    await administeredUnit(platform.db, actor, params.id);
    imports.nameFile(reply, 'units.xlsx', 'xlsx');
    return Buffer.from(await writeTemplate(localeOf(request)));
  });
  addEndpoint(app, contracts.exportUnits, async ({ actor, params, query, request, reply }) => {
    const wish = { format: query.format ?? ('xlsx' as const), locale: localeOf(request) };
    const { name, content } = await exportUnits(platform, actor, params.id, wish);
    imports.nameFile(reply, name, wish.format);
    return Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]);
  });
}
