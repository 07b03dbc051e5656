import { COURSEWARE_PATH } from '../../../platform/courseware-origin.ts';
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { trialStart } from '../trial.ts';
import { HIDDEN, nothing, OF_PASS, passOf } from './access.ts';
import { sendFrame } from './scorm.ts';

interface OfTrial {
  Params: { pass: string; draftId: string; fileId: string; unit: string };
}

/** The frame around a unit that is tried; what it wants kept is taken and forgotten. */
export function addTrial(app: App, platform: Platform): void {
  app.get<OfTrial>(`${OF_PASS}/trial/:draftId/:fileId/:unit`, HIDDEN, async (request, reply) => {
    const pass = passOf(platform, request);
    if (!pass || pass.of) return nothing(reply);
    const { draftId, fileId, unit } = request.params;
    const base = `${COURSEWARE_PATH}/${request.params.pass}`;
    const of = { base, draftId, fileId, unit: Number(unit) };
    const start = await trialStart(platform, pass, of);
    return start ? sendFrame(reply, start) : nothing(reply);
  });
  app.post(`${OF_PASS}/trial`, HIDDEN, async (request, reply) =>
    passOf(platform, request) ? reply.code(204).send() : nothing(reply),
  );
}
