import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  decide,
  listShared,
  readOthersReflections,
  reflect,
  setHidden,
  startCase,
} from './service.ts';

export function addCaseRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.startCase, ({ actor, body }) => startCase(platform, actor, body));
  addEndpoint(app, contracts.decideCase, ({ actor, params, body }) =>
    decide(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.reflectOnCase, ({ actor, params, body }) =>
    reflect(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.listOthersReflections, ({ actor, params }) =>
    readOthersReflections(platform, actor, params.id),
  );
  addEndpoint(app, contracts.listSharedReflections, ({ query }) =>
    listShared(platform, query.after),
  );
  addEndpoint(app, contracts.hideReflection, async ({ actor, params, body }) => {
    await setHidden(platform, actor, params.id, body.reason);
    return null;
  });
  addEndpoint(app, contracts.unhideReflection, async ({ actor, params }) => {
    await setHidden(platform, actor, params.id, null);
    return null;
  });
}
