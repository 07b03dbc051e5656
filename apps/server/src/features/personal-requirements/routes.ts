import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { listAdjustments } from './adjustment-list.ts';
import { approveAdjustment, withdrawAdjustment } from './adjustments.ts';
import { explainOwnRequirement, explainRequirement } from './explain.ts';
import { listAdjustmentProposals } from './proposal-store.ts';
import { decideAdjustmentProposal, withdrawAdjustmentProposal } from './proposals.ts';

export function addRequirementRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.explainOwnRequirement, ({ actor, query }) =>
    explainOwnRequirement(platform, actor, query.year),
  );
  addEndpoint(app, contracts.explainRequirement, ({ actor, params, query }) =>
    explainRequirement(platform, actor, params.id, query.year),
  );
  addEndpoint(app, contracts.listAdjustments, ({ actor, params, query }) =>
    listAdjustments(platform, actor, params.id, query.page ?? 1),
  );
  addEndpoint(app, contracts.approveAdjustment, ({ actor, params, body }) =>
    approveAdjustment(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.withdrawAdjustment, async ({ actor, params, body }) => {
    await withdrawAdjustment(platform, actor, params, body.reason);
    return null;
  });
  addEndpoint(app, contracts.listAdjustmentProposals, ({ actor }) =>
    listAdjustmentProposals(platform, actor),
  );
  addEndpoint(app, contracts.decideAdjustmentProposal, async ({ actor, params, body }) => {
    await decideAdjustmentProposal(platform, actor, params, body);
    return null;
  });
  addEndpoint(app, contracts.withdrawAdjustmentProposal, async ({ actor, params }) => {
    await withdrawAdjustmentProposal(platform, actor, params);
    return null;
  });
}
