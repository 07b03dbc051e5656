import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import * as service from './service.ts';

export function addProgrammeRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addWritingRoutes(app, platform, jobs);
  addMemberRoutes(app, platform, jobs);
  addOfferRoutes(app, platform);
  addEndpoint(app, contracts.listProgrammes, ({ actor, params, query }) =>
    service.listProgrammes(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.readProgramme, ({ actor, params }) =>
    service.readProgramme(platform, actor, params.id),
  );
  addEndpoint(app, contracts.previewProgramme, ({ actor, params }) =>
    service.previewProgramme(platform, actor, params.id),
  );
  addEndpoint(app, contracts.recommendForProgramme, ({ actor, params }) =>
    service.recommendCourses(platform, actor, params.id),
  );
  addEndpoint(app, contracts.listProgrammeMembers, ({ actor, params, query }) =>
    service.listMembers(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.readClosingReport, ({ actor, params }) =>
    service.readClosingReport(platform, actor, params.id),
  );
  addEndpoint(app, contracts.listClosingNames, ({ actor, params, query }) =>
    service.listClosingNames(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.listProgrammesAbove, ({ actor, params, query }) =>
    service.listProgrammesAbove(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.readProgrammeAbove, ({ actor, params }) =>
    service.readProgrammeAbove(platform, actor, params),
  );
  addEndpoint(app, contracts.listMembersAbove, ({ actor, params, query }) =>
    service.listMembersAbove(platform, actor, params, query),
  );
  addEndpoint(app, contracts.listAssigned, ({ actor }) => service.listAssigned(platform, actor));
}

function addWritingRoutes(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  addEndpoint(app, contracts.createProgramme, ({ actor, params, body }) =>
    service.createProgramme(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.saveProgramme, ({ actor, params, body }) =>
    service.saveProgramme(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.setResponsible, async ({ actor, params, body }) => {
    await service.setResponsible(platform, actor, params.id, body.personId);
    return null;
  });
  addEndpoint(app, contracts.discardProgramme, async ({ actor, params }) => {
    await service.discardProgramme(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.copyProgramme, ({ actor, params, body }) =>
    service.copyProgramme(platform, actor, params.id, body.as),
  );
  addEndpoint(app, contracts.publishProgramme, async ({ actor, params }) => {
    await service.publishProgramme(platform, actor, params.id);
    jobs.wake();
    return null;
  });
  addEndpoint(app, contracts.workOutRecommendations, async ({ actor, params }) => {
    await service.workOutRecommendations(platform, actor, params.id);
    jobs.wake();
    return null;
  });
  addEndpoint(app, contracts.closeProgramme, async ({ actor, params }) => {
    await service.closeProgramme(platform, actor, params.id);
    jobs.wake();
    return null;
  });
  addEndpoint(app, contracts.correctClosingReport, async ({ actor, params, body }) => {
    await service.correctClosingReport(platform, actor, params.id, body.text);
    return null;
  });
  addEndpoint(app, contracts.amendProgramme, async ({ actor, params, body }) => {
    await service.amendProgramme(platform, actor, params.id, body);
    jobs.wake();
    return null;
  });
}

/** What is done about members. */
function addMemberRoutes(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  addEndpoint(app, contracts.extendMembers, async ({ actor, params, body }) => {
    const answer = await service.extendMembers(platform, actor, params.id, body);
    jobs.wake();
    return answer;
  });
  addEndpoint(app, contracts.remindMembers, async ({ actor, params, body }) => {
    const answer = await service.remindMembers(platform, actor, params.id, body.personId);
    jobs.wake();
    return answer;
  });
  addEndpoint(app, contracts.remindMembersAbove, async ({ actor, params, body }) => {
    const answer = await service.remindMembersAbove(platform, actor, params, body.personId);
    jobs.wake();
    return answer;
  });
  addEndpoint(app, contracts.extendMember, async ({ actor, params, body }) => {
    await service.extendMember(platform, actor, params, body);
    return null;
  });
  addEndpoint(app, contracts.exemptMember, async ({ actor, params, body }) => {
    await service.exemptMember(platform, actor, params, body.reason);
    return null;
  });
  addEndpoint(app, contracts.withdrawException, async ({ actor, params, body }) => {
    await service.withdrawException(platform, actor, params, body);
    return null;
  });
}

/** Templates offered to the units below. */
function addOfferRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readProgrammeOffer, ({ actor, params, query }) =>
    service.readOffer(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.offerProgramme, async ({ actor, params, body }) => {
    await service.offerProgramme(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.withdrawProgrammeOffer, async ({ actor, params }) => {
    await service.withdrawOffer(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.listOffersAbove, ({ actor, params, query }) =>
    service.listOffersAbove(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.readOfferAbove, ({ actor, params }) =>
    service.readOfferAbove(platform, actor, params),
  );
  addEndpoint(app, contracts.takeOffer, ({ actor, params, body }) =>
    service.takeOffer(platform, actor, params, body),
  );
}
