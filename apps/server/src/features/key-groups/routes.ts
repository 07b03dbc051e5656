import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as service from './service.ts';

export function addKeyGroupRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listKeyGroups, () => service.listKeyGroups(platform));
  addEndpoint(app, contracts.readKeyGroupRegister, () => service.readKeyGroupRegister(platform));
  addEndpoint(app, contracts.addKeyGroup, ({ actor, body }) =>
    service.addKeyGroup(platform, actor, body),
  );
  addEndpoint(app, contracts.saveKeyGroup, async ({ actor, params, body }) => {
    await service.saveKeyGroup(platform, actor, params.code, body);
    return null;
  });
  addEndpoint(app, contracts.setKeyGroupState, async ({ actor, params, body }) => {
    await service.setKeyGroupState(platform, actor, params.code, body.state);
    return null;
  });
  addEndpoint(app, contracts.deleteKeyGroup, async ({ actor, params }) => {
    await service.deleteKeyGroup(platform, actor, params.code);
    return null;
  });
}
