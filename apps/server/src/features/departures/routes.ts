import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listFormerPeople } from './former.ts';
import { setAccountState, setPersonStatus } from './service.ts';

export function addDepartureRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listFormerPeople, ({ actor, params, query }) =>
    listFormerPeople(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.setPersonStatus, async ({ actor, params, body }) => {
    await setPersonStatus(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.setAccountState, async ({ actor, params, body }) => {
    await setAccountState(platform, actor, params.id, body);
    return null;
  });
}
