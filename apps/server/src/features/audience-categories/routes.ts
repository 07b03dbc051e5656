import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as service from './service.ts';

export function addAudienceCategoryRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listAudienceCategories, () =>
    service.listAudienceCategories(platform),
  );
  addEndpoint(app, contracts.readCategoryRegister, () => service.readCategoryRegister(platform));
  addEndpoint(app, contracts.addAudienceCategory, ({ actor, body }) =>
    service.addAudienceCategory(platform, actor, body),
  );
  addEndpoint(app, contracts.orderAudienceCategories, async ({ actor, body }) => {
    await service.orderAudienceCategories(platform, actor, body.codes);
    return null;
  });
  addEndpoint(app, contracts.saveAudienceCategory, async ({ actor, params, body }) => {
    await service.saveAudienceCategory(platform, actor, params.code, body);
    return null;
  });
  addEndpoint(app, contracts.setCategoryState, async ({ actor, params, body }) => {
    await service.setCategoryState(platform, actor, params.code, body.state);
    return null;
  });
  addEndpoint(app, contracts.deleteAudienceCategory, async ({ actor, params }) => {
    await service.deleteAudienceCategory(platform, actor, params.code);
    return null;
  });
}
