import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listNotices, readNotice } from './service.ts';

export function addNoticeRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listNotices, ({ actor }) => listNotices(platform, actor));
  addEndpoint(app, contracts.readNotice, async ({ actor, params }) => {
    await readNotice(platform, actor, params.id);
    return null;
  });
}
