import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as drafts from './service.ts';

export function addDraftReviewRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readDraftReview, ({ actor, params }) =>
    drafts.readDraftReview(platform, actor, params.id),
  );
  addEndpoint(app, contracts.listDraftComments, ({ actor, params }) =>
    drafts.listDraftComments(platform, actor, params.id),
  );
  addEndpoint(app, contracts.addDraftComment, ({ actor, params, body }) =>
    drafts.addDraftComment(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.replyToDraftComment, async ({ actor, params, body }) => {
    await drafts.replyToDraftComment(platform, actor, params, body);
    return null;
  });
  addEndpoint(app, contracts.settleDraftComment, async ({ actor, params }) => {
    await drafts.settleDraftComment(platform, actor, params);
    return null;
  });
  addEndpoint(app, contracts.callBackDraft, async ({ actor, params }) => {
    await drafts.callBackDraft(platform, actor, params.id);
    return null;
  });
}
