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
  addEndpoint(app, contracts.keepRole, ({ actor, params, body }) =>
    authority.keepRole(platform, actor, params.id, body.reason),
  );
  addEndpoint(app, contracts.findRoleCandidates, ({ actor, params, query }) =>
    authority.findRoleCandidates(platform, actor, params.id, query.query),
  );
  addEndpoint(app, contracts.findDelegationCandidates, ({ actor, params, query }) =>
    authority.findDelegationCandidates(platform, actor, params.id, query.query),
  );
  addEndpoint(app, contracts.listOwnRoles, ({ actor, query }) =>
    authority.listOwnRoles(platform, actor, query.page),
  );
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
