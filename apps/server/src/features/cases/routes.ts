import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { decide, reflect, startCase } from './service.ts';

export function addCaseRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.startCase, ({ actor, body }) => startCase(platform, actor, body));
  addEndpoint(app, contracts.decideCase, ({ actor, params, body }) =>
    decide(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.reflectOnCase, ({ actor, params, body }) =>
    reflect(platform, actor, params.id, body.text),
  );
}
