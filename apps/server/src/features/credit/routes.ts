import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { reduceCredit, reinstateCredit, reverseCredit } from './corrections.ts';
import { proposeSupplement, readSupplementChoices } from './supplements.ts';
import * as proposals from './proposals.ts';

export function addCreditRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.reverseCredit, async ({ actor, params, body }) => {
    await reverseCredit(platform, actor, { personId: params.id, ...params, ...body });
    return null;
  });
  addEndpoint(app, contracts.reduceCredit, async ({ actor, params, body }) => {
    const { reason, ...lesser } = body;
    await reduceCredit(platform, actor, { personId: params.id, ...params, lesser, reason });
    return null;
  });
  addEndpoint(app, contracts.reinstateCredit, async ({ actor, params, body }) => {
    await reinstateCredit(platform, actor, { personId: params.id, ...params, ...body });
    return null;
  });
  addEndpoint(app, contracts.readSupplementChoices, ({ actor, params }) =>
    readSupplementChoices(platform, actor, params.id),
  );
  addEndpoint(app, contracts.proposeCreditSupplement, async ({ actor, params, body }) => {
    await proposeSupplement(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.listCorrectionProposals, ({ actor }) =>
    proposals.listCorrectionProposals(platform, actor),
  );
  addEndpoint(app, contracts.listPersonCorrectionProposals, ({ actor, params }) =>
    proposals.listPersonCorrectionProposals(platform, actor, params.id),
  );
  addEndpoint(app, contracts.decideCorrectionProposal, async ({ actor, params, body }) => {
    const place = { personId: params.id, proposalId: params.proposalId };
    await proposals.decideCorrectionProposal(platform, actor, place, body);
    return null;
  });
  addEndpoint(app, contracts.withdrawCorrectionProposal, async ({ actor, params }) => {
    const place = { personId: params.id, proposalId: params.proposalId };
    await proposals.withdrawCorrectionProposal(platform, actor, place);
    return null;
  });
}
