import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  listUnitPeople,
  readHome,
  readOverview,
  readOwnRecord,
  readPersonRecord,
} from './service.ts';

export function addReportRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readHome, ({ actor }) => readHome(platform, actor));
  addEndpoint(app, contracts.readOwnRecord, ({ actor, query }) =>
    readOwnRecord(platform, actor, query.year),
  );
  addEndpoint(app, contracts.readPersonRecord, ({ actor, params, query }) =>
    readPersonRecord(platform, actor, params.id, query.year),
  );
  addEndpoint(app, contracts.readOverview, ({ actor, params, query }) =>
    readOverview(platform, actor, params.id, query.year),
  );
  addEndpoint(app, contracts.listUnitPeople, ({ actor, params, query }) =>
    listUnitPeople(platform, actor, params.id, query),
  );
}
