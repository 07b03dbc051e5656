import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listNotices, readAllNotices, readNotice } from './service.ts';

export function addNoticeRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listNotices, ({ actor, query }) =>
    listNotices(platform, actor, query),
  );
  addEndpoint(app, contracts.readNotice, async ({ actor, params }) => {
    await readNotice(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.readAllNotices, async ({ actor, body }) => {
    await readAllNotices(platform, actor, body.upToId);
    return null;
  });
}
