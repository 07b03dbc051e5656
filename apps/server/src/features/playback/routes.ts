import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { addPlaybackMediaRoute } from './media-route.ts';
import {
  answerCheck,
  closePlayback,
  openPlayback,
  readPlayback,
  readPresence,
  readQuestionInsight,
  reportBeats,
  setCheckTime,
  type HeartbeatLane,
} from './service.ts';

export function addPlaybackRoutes(app: App, platform: Platform, lane: HeartbeatLane): void {
  addPlaybackMediaRoute(app, platform);
  addEndpoint(app, contracts.openPlayback, ({ actor, body }) =>
    openPlayback(platform, actor, body),
  );
  addEndpoint(app, contracts.reportBeats, ({ actor, params, body }) =>
    reportBeats(platform, lane, actor, { sessionId: params.id, ...body }),
  );
  addEndpoint(app, contracts.answerPresenceCheck, ({ actor, params, body }) =>
    answerCheck(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.listLectureQuestions, () => readQuestionInsight(platform));
  addEndpoint(app, contracts.readPresence, ({ actor, params }) =>
    readPresence(platform, actor, params.id),
  );
  addEndpoint(app, contracts.setCheckTime, async ({ actor, params, body }) => {
    await setCheckTime(platform, actor, params.id, body);
    return null;
  });
  addEndpoint(app, contracts.readPlayback, ({ actor, params }) =>
    readPlayback(platform, actor, params.id),
  );
  addEndpoint(app, contracts.closePlayback, async ({ actor, params, body }) => {
    await closePlayback(platform, actor, params.id, body.positionMs);
    return null;
  });
}
