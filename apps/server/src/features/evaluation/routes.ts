import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { evaluateCourse, listEvaluations, readEvaluation } from './service.ts';

export function addEvaluationRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readEvaluation, ({ actor, params }) =>
    readEvaluation(platform, actor, params.slug),
  );
  addEndpoint(app, contracts.evaluateCourse, ({ actor, params, body }) =>
    evaluateCourse(platform, actor, params.slug, body),
  );
  addEndpoint(app, contracts.listEvaluations, () => listEvaluations(platform));
}
