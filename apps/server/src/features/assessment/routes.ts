import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as service from './service.ts';

export function addAssessmentRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.startQuiz, ({ actor, body }) =>
    service.startQuiz(platform, actor, body),
  );
  addEndpoint(app, contracts.readQuizAttempt, ({ actor, params }) =>
    service.readOwnAttempt(platform, actor, params.id),
  );
  addEndpoint(app, contracts.answerQuizItem, async ({ actor, params, body }) => {
    await service.answerItem(platform, actor, params.id, params.itemId, body.answer);
    return null;
  });
  addEndpoint(app, contracts.submitQuiz, ({ actor, params, body }) =>
    service.submitQuiz(platform, actor, params.id, body.answers ?? {}),
  );
  addEndpoint(app, contracts.readPractice, ({ actor }) => service.readPractice(platform, actor));
  addEndpoint(app, contracts.practise, ({ actor, body }) =>
    service.practise(platform, actor, body),
  );
  addStudioRoutes(app, platform);
}

function addStudioRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listMarking, ({ actor, query }) =>
    service.listMarking(platform, actor, query.after),
  );
  addEndpoint(app, contracts.readMarkingSheet, ({ actor, params }) =>
    service.readMarkingSheet(platform, actor, params.id),
  );
  addEndpoint(app, contracts.markAttempt, ({ actor, params, body, request }) =>
    service.markAttempt(platform, actor, params.id, body.marks, request.ip),
  );
  addEndpoint(app, contracts.listQuizzes, () => service.listQuizzes(platform));
  addEndpoint(app, contracts.analyseQuiz, ({ params }) => service.analyseQuiz(platform, params));
  addEndpoint(app, contracts.searchBank, ({ query }) => service.searchBank(platform, query));
}
