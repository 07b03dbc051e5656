import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { nameFile } from '../sheet-imports/service.ts';
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
  addEndpoint(app, contracts.readDraftQuestions, ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    return questions.readDraftQuestions(platform, actor, placeOf(params), { ...query, content });
  });
  addEndpoint(app, contracts.addDraftQuestions, ({ actor, params, body }) =>
    questions.addDraftQuestions(platform, actor, placeOf(params), body.items),
  );
  addEndpoint(app, contracts.readDraftTrial, ({ params, query }) =>
    questions.readDraftTrial(platform, placeOf(params), query.seed),
  );
  addEndpoint(app, contracts.gradeDraftTrial, ({ params, body }) =>
    questions.gradeDraftTrial(platform, placeOf(params), body),
  );
  addEndpoint(app, contracts.readQuestionExports, ({ params }) =>
    questions.readQuestionExports(platform, placeOf(params)),
  );
  addEndpoint(app, contracts.exportDraftQuestions, async ({ params, query, reply }) => {
    const file = await questions.exportDraftQuestions(platform, placeOf(params), query.form);
    void reply.type(file.type);
    void reply.header('content-disposition', `attachment; filename="${file.name}"`);
    return file.content;
  });
  addEndpoint(app, contracts.readQuestionTemplate, async ({ reply }) => {
    nameFile(reply, 'questions.xlsx', 'xlsx');
    return Buffer.from(await questions.questionTemplate());
  });
}
