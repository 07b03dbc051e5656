import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { adoptHourPolicy, readHourPolicies, tryHourPolicy } from './service.ts';

export function addHourPolicyRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readHourPolicies, ({ actor, params }) =>
    readHourPolicies(platform, actor, params.id),
  );
  addEndpoint(app, contracts.tryHourPolicy, ({ actor, params, body }) =>
    tryHourPolicy(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.adoptHourPolicy, ({ actor, params, body }) =>
    adoptHourPolicy(platform, actor, params.id, body),
  );
}
