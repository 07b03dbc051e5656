import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { addOneClickRoutes } from './one-click.ts';
import * as service from './service.ts';

export function addDeliveryRoutes(app: App, platform: Platform): void {
  addOneClickRoutes(app, platform);
  addEndpoint(app, contracts.readMailDelivery, ({ actor }) =>
    service.readMailDelivery(platform, actor),
  );
  addEndpoint(app, contracts.setMailDelivery, async ({ actor, body }) => {
    await service.setMailDelivery(platform, actor, body);
    return null;
  });
  addEndpoint(app, contracts.stopMail, async ({ body }) => {
    await service.stopMail(platform, body.token);
    return null;
  });
  addEndpoint(app, contracts.listDeliveries, ({ actor, params, query }) =>
    service.listDeliveries(platform, actor, params.id, query.page),
  );
  addEndpoint(app, contracts.readWebhook, ({ actor, params }) =>
    service.readWebhook(platform, actor, params.id),
  );
  addEndpoint(app, contracts.setWebhook, async ({ actor, params, body }) => {
    await service.setWebhook(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.removeWebhook, async ({ actor, params }) => {
    await service.removeWebhook(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.testWebhook, ({ actor, params }) =>
    service.testWebhook(platform, actor, params.id),
  );
  addEndpoint(app, contracts.listLetterTemplates, () => service.listLetterTemplates(platform));
  addEndpoint(app, contracts.setLetterTemplate, async ({ actor, params, body }) => {
    await service.setLetterTemplate(platform, actor, params.language, body);
    return null;
  });
  addEndpoint(app, contracts.resetLetterTemplate, async ({ actor, params }) => {
    await service.resetLetterTemplate(platform, actor, params.language);
    return null;
  });
  addEndpoint(app, contracts.previewLetter, async ({ actor, params, body }) =>
    service.previewLetter(platform, actor, params.language, body),
  );
}
