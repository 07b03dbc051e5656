import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  closeUnit,
  createUnit,
  editUnit,
  findUnits,
  listChildren,
  mergeUnit,
  moveUnit,
  previewMerger,
  previewMove,
  reopenUnit,
  unitDetail,
  unitHistory,
} from './service.ts';

export function addOrgTreeRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readUnit, ({ actor, params }) =>
    unitDetail(platform.db, actor, params.id),
  );
  addEndpoint(app, contracts.listUnitChildren, ({ actor, params, query }) =>
    listChildren(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.findUnits, ({ actor, params, query }) =>
    findUnits(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.readUnitHistory, ({ actor, params, query }) =>
    unitHistory(platform, actor, params.id, query.page),
  );
  addEndpoint(app, contracts.createUnit, ({ actor, params, body }) =>
    createUnit(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.editUnit, ({ actor, params, body }) =>
    editUnit(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.previewMove, ({ actor, params, query }) =>
    previewMove(platform, actor, params.id, query.parentId),
  );
  addEndpoint(app, contracts.previewMerger, ({ actor, params, query }) =>
    previewMerger(platform, actor, params.id, query.intoId),
  );
  addEndpoint(app, contracts.moveUnit, ({ actor, params, body }) =>
    moveUnit(platform, actor, params.id, body.parentId),
  );
  addEndpoint(app, contracts.mergeUnit, ({ actor, params, body }) =>
    mergeUnit(platform, actor, params.id, body.intoId),
  );
  addEndpoint(app, contracts.closeUnit, ({ actor, params }) =>
    closeUnit(platform, actor, params.id),
  );
  addEndpoint(app, contracts.reopenUnit, ({ actor, params }) =>
    reopenUnit(platform, actor, params.id),
  );
}
