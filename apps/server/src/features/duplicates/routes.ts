import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as duplicates from './service.ts';

export function addDuplicateRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listDuplicates, ({ actor, params }) =>
    duplicates.listDuplicates(platform, actor, params.id),
  );
  addEndpoint(app, contracts.previewMerging, ({ actor, params, query }) =>
    duplicates.previewMerging(platform, actor, params.id, query.duplicateId),
  );
  addEndpoint(app, contracts.mergePeople, async ({ actor, params, body }) => {
    await duplicates.mergePeople(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.keepApart, async ({ actor, params, body }) => {
    await duplicates.keepApart(platform, actor, params.id, body.otherId);
    return null;
  });
}
