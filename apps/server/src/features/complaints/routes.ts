import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  addToComplaint,
  answerComplaint,
  fileComplaint,
  listComplaints,
  listOwnComplaints,
  readComplaint,
  readOwnComplaint,
  reassignComplaint,
  setComplaintState,
} from './service.ts';

export function addComplaintRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.fileComplaint, ({ actor, body }) =>
    fileComplaint(platform, actor, body),
  );
  addEndpoint(app, contracts.listOwnComplaints, ({ actor, query }) =>
    listOwnComplaints(platform, actor, query),
  );
  addEndpoint(app, contracts.readOwnComplaint, ({ actor, params }) =>
    readOwnComplaint(platform, actor, params.id),
  );
  addEndpoint(app, contracts.addToComplaint, ({ actor, params, body }) =>
    addToComplaint(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.listComplaints, ({ actor, query }) =>
    listComplaints(platform, actor, query),
  );
  addEndpoint(app, contracts.readComplaint, ({ actor, params }) =>
    readComplaint(platform, actor, params.id),
  );
  addEndpoint(app, contracts.answerComplaint, ({ actor, params, body }) =>
    answerComplaint(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.setComplaintState, ({ actor, params, body }) =>
    setComplaintState(platform, actor, params.id, body.state),
  );
  addEndpoint(app, contracts.reassignComplaint, ({ actor, params, body }) =>
    reassignComplaint(platform, actor, params.id, body.personId),
  );
}
