import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  askQuestion,
  hidePost,
  listOwnQuestions,
  listQuestions,
  listQuestionsToAnswer,
  markQuestionRead,
  readQuestion,
  replyToQuestion,
  showPost,
} from './service.ts';

export function addDiscussionRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listQuestions, ({ actor, params, query }) =>
    listQuestions(platform, actor, params.slug, query),
  );
  addEndpoint(app, contracts.askQuestion, ({ actor, params, body }) =>
    askQuestion(platform, actor, params.slug, body),
  );
  addEndpoint(app, contracts.listOwnQuestions, ({ actor, query }) =>
    listOwnQuestions(platform, actor, query),
  );
  addEndpoint(app, contracts.listQuestionsToAnswer, ({ actor, query }) =>
    listQuestionsToAnswer(platform, actor, query),
  );
  addEndpoint(app, contracts.readQuestion, ({ actor, params }) =>
    readQuestion(platform, actor, params.id),
  );
  addEndpoint(app, contracts.replyToQuestion, ({ actor, params, body }) =>
    replyToQuestion(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.markQuestionRead, async ({ actor, params }) => {
    await markQuestionRead(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.hidePost, async ({ actor, params, body }) => {
    await hidePost(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.showPost, async ({ actor, params }) => {
    await showPost(platform, actor, params.id);
    return null;
  });
}
