import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as questions from './service.ts';

const placeOf = ({ id, lessonId }: { readonly id: string; readonly lessonId: string }) => ({
  draftId: id,
  lessonId,
});

export function addDraftQuestionRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.saveDraftQuiz, ({ actor, params, body }) =>
    questions.saveDraftQuiz(platform, actor, placeOf(params), body),
  );
  addEndpoint(app, contracts.saveDraftCase, ({ actor, params, body }) =>
    questions.saveDraftCase(platform, actor, placeOf(params), body),
  );
}
