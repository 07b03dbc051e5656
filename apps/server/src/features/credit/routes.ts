import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { reduceCredit, reinstateCredit, reverseCredit } from './corrections.ts';

export function addCreditRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.reverseCredit, async ({ actor, params, body }) => {
    await reverseCredit(platform, actor, { personId: params.id, ...params, ...body });
    return null;
  });
  addEndpoint(app, contracts.reduceCredit, async ({ actor, params, body }) => {
    const { reason, ...lesser } = body;
    await reduceCredit(platform, actor, { personId: params.id, ...params, lesser, reason });
    return null;
  });
  addEndpoint(app, contracts.reinstateCredit, async ({ actor, params, body }) => {
    await reinstateCredit(platform, actor, { personId: params.id, ...params, ...body });
    return null;
  });
}
