import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import * as drafts from './service.ts';

const placeOf = ({ id, lessonId }: { readonly id: string; readonly lessonId: string }) => ({
  draftId: id,
  lessonId,
});

export function addDraftRoutes(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  addEndpoint(app, contracts.listDrafts, () => drafts.listDrafts(platform));
  addEndpoint(app, contracts.beginDraft, ({ actor, body }) =>
    drafts.beginDraft(platform, actor, body),
  );
  addEndpoint(app, contracts.beginDraftFromVersion, ({ actor, params }) =>
    drafts.draftFromVersion(platform, actor, params.slug, Number(params.revision)),
  );
  addEndpoint(app, contracts.beginDraftFromPackage, async ({ actor, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    const taken = await drafts.draftFromPackage(platform, actor, content);
    jobs.wake();
    return taken;
  });
  addEndpoint(app, contracts.readDraft, ({ actor, params }) =>
    drafts.readDraft(platform, actor, params.id),
  );
  addEndpoint(app, contracts.saveDraftFacts, async ({ actor, params, body }) => {
    await drafts.saveDraftFacts(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.saveDraftLessons, async ({ actor, params, body }) => {
    await drafts.saveDraftLessons(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.addDraftLesson, ({ actor, params, body }) =>
    drafts.addDraftLesson(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.readDraftText, ({ params }) =>
    drafts.readDraftText(platform, params.id, params.lessonId),
  );
  addEndpoint(app, contracts.saveDraftText, ({ actor, params, body }) =>
    drafts.saveDraftText(platform, actor, placeOf(params), body),
  );
  addEndpoint(app, contracts.listDraftTextHistory, ({ params }) =>
    drafts.listDraftTextHistory(platform, placeOf(params)),
  );
  addEndpoint(app, contracts.readDraftTextState, ({ params }) =>
    drafts.readDraftTextState(platform, placeOf(params), params.stateId),
  );
  addEndpoint(app, contracts.restoreDraftText, ({ actor, params, body }) =>
    drafts.restoreDraftText(platform, actor, { ...placeOf(params), stateId: params.stateId }, body),
  );
  addEndpoint(app, contracts.readDraftLectureQuestions, ({ params }) =>
    drafts.readDraftLectureQuestions(platform, placeOf(params)),
  );
  addEndpoint(app, contracts.saveDraftLectureQuestions, ({ actor, params, body }) =>
    drafts.saveDraftLectureQuestions(platform, actor, placeOf(params), body),
  );
  addEndpoint(app, contracts.submitDraft, async ({ actor, params, body }) => {
    await drafts.submitDraft(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.withdrawDraft, async ({ actor, params }) => {
    await drafts.withdrawDraft(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.decideDraft, async ({ actor, params, body }) => {
    await drafts.decideDraft(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.discardDraft, async ({ actor, params }) => {
    await drafts.discardDraft(platform, actor, params.id);
    return null;
  });
}
