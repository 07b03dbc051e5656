import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { endPermission, issuePermission, readOffer, returnStudy } from './service.ts';

export function addOfflineRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readOfflineOffer, ({ actor, params }) =>
    readOffer(platform, actor, params.slug),
  );
  addEndpoint(app, contracts.issueOfflinePermission, ({ actor, body }) =>
    issuePermission(platform, actor, body),
  );
  addEndpoint(app, contracts.returnOfflineStudy, ({ actor, params, body }) =>
    returnStudy(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.endOfflinePermission, async ({ actor, params }) => {
    await endPermission(platform, actor, params.id);
    return null;
  });
}
