import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { answerItem, readAttempt, startQuiz, submitQuiz } from './service.ts';

export function addAssessmentRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.startQuiz, ({ actor, body }) => startQuiz(platform, actor, body));
  addEndpoint(app, contracts.readQuizAttempt, ({ actor, params }) =>
    readAttempt(platform, actor, params.id),
  );
  addEndpoint(app, contracts.answerQuizItem, async ({ actor, params, body }) => {
    await answerItem(platform, actor, params.id, params.itemId, body.answer);
    return null;
  });
  addEndpoint(app, contracts.submitQuiz, ({ actor, params, body }) =>
    submitQuiz(platform, actor, params.id, body.answers ?? {}),
  );
}
