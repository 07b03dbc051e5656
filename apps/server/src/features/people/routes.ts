import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as change from './change-personnel.ts';
import { correctKeyGroup, endKeyGroup, setKeyGroup } from './key-groups.ts';
import * as past from './past-appointments.ts';
import { readPersonnel } from './personnel.ts';
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
  addPersonnelRoutes(app, platform);
}

function addPersonnelRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readPersonnel, ({ actor, params }) =>
    readPersonnel(platform, actor, params.id),
  );
  addEndpoint(app, contracts.setPersonFacts, async ({ actor, params, body }) => {
    await change.setPersonFacts(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.setIdentityNumber, async ({ actor, params, body }) => {
    await change.setIdentityNumber(platform, actor, params.id, body.number);
    return null;
  });
  addEndpoint(app, contracts.lookAtIdentityNumber, ({ actor, params, body }) =>
    change.lookAtIdentityNumber(platform, actor, params.id, body.reason),
  );
  addEndpoint(app, contracts.appoint, async ({ actor, params, body }) => {
    await change.appoint(platform, actor, params.id, body);
    return null;
  });
  addPastRoutes(app, platform);
  addEndpoint(app, contracts.setKeyGroup, async ({ actor, params, body }) => {
    await setKeyGroup(platform, actor, params.id, { ...body, group: params.group });
    return null;
  });
  addEndpoint(app, contracts.endKeyGroup, async ({ actor, params }) => {
    await endKeyGroup(platform, actor, params.id, params.group);
    return null;
  });
  addEndpoint(app, contracts.addConcurrentPost, async ({ actor, params, body }) => {
    await change.addConcurrentPost(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.endConcurrentPost, async ({ actor, params }) => {
    await change.endConcurrentPost(platform, actor, params.id, params.postId);
    return null;
  });
}

function addPastRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.addPastAppointment, async ({ actor, params, body }) => {
    await past.addPastAppointment(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.correctAppointment, async ({ actor, params, body }) => {
    const wish = { ...body, id: params.appointmentId };
    await past.correctAppointment(platform, actor, params.id, wish);
    return null;
  });
  addEndpoint(app, contracts.removeAppointment, async ({ actor, params, body }) => {
    const { reason } = body;
    await past.removeAppointment(platform, actor, params.id, { id: params.appointmentId, reason });
    return null;
  });
  addEndpoint(app, contracts.correctKeyGroup, async ({ actor, params, body }) => {
    await correctKeyGroup(platform, actor, params.id, { ...body, id: params.recordId });
    return null;
  });
}
