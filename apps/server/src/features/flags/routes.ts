import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  answerFlag,
  appealFlag,
  askLearner,
  clearFlag,
  decideAppeal,
  listFlags,
  listOwnFlags,
  readFlag,
  upholdFlag,
} from './service.ts';

export function addFlagRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listFlags, ({ actor, query }) => listFlags(platform, actor, query));
  addEndpoint(app, contracts.readFlag, ({ actor, params }) => readFlag(platform, actor, params.id));
  addEndpoint(app, contracts.clearFlag, async ({ actor, params, body }) => {
    await clearFlag(platform, actor, params.id, body.note);
    return null;
  });
  addEndpoint(app, contracts.askLearner, async ({ actor, params, body }) => {
    await askLearner(platform, actor, params.id, body.question);
    return null;
  });
  addEndpoint(app, contracts.upholdFlag, async ({ actor, params, body }) => {
    await upholdFlag(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.decideAppeal, async ({ actor, params, body }) => {
    await decideAppeal(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.listOwnFlags, ({ actor }) => listOwnFlags(platform, actor));
  addEndpoint(app, contracts.answerFlag, async ({ actor, params, body }) => {
    await answerFlag(platform, actor, params.id, body.text);
    return null;
  });
  addEndpoint(app, contracts.appealFlag, async ({ actor, params, body }) => {
    await appealFlag(platform, actor, params.id, body.text);
    return null;
  });
}
