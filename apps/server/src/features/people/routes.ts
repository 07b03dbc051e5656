import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { createPerson, resetPassword, setAudienceCategory } from './service.ts';

export function addPeopleRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.createPerson, ({ actor, params, body }) =>
    createPerson(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.resetPassword, ({ actor, params }) =>
    resetPassword(platform, actor, params.id),
  );
  addEndpoint(app, contracts.setAudienceCategory, async ({ actor, params, body }) => {
    await setAudienceCategory(platform, actor, params.id, body.category);
    return null;
  });
}
