import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listEarned, listLocatedUnits, listOutlooks, readDashboard } from './service.ts';

export function addDashboardRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readDashboard, ({ actor, params, query }) =>
    readDashboard(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.listOutlooks, ({ actor, params, query }) =>
    listOutlooks(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.listEarned, ({ actor, params, query }) =>
    listEarned(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.listLocatedUnits, ({ actor, params, query }) =>
    listLocatedUnits(platform, actor, params.id, query),
  );
}
