import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as authority from './service.ts';

export function addAuthorityRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listRoleHolders, ({ actor, params, query }) =>
    authority.listRoleHolders(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.grantRole, ({ actor, params, body }) =>
    authority.grantRole(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.endRole, async ({ actor, params, body }) => {
    await authority.endRole(platform, actor, params.id, body.reason);
    return null;
  });
  addEndpoint(app, contracts.listOwnRoles, ({ actor }) => authority.listOwnRoles(platform, actor));
  addEndpoint(app, contracts.delegateRole, ({ actor, params, body }) =>
    authority.delegateRole(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.listOverseers, ({ actor, params, query }) =>
    authority.listOverseers(platform, actor, params.id, query.page),
  );
  addEndpoint(app, contracts.listOwnOverseers, ({ actor, query }) =>
    authority.listOwnOverseers(platform, actor, query.page),
  );
}
