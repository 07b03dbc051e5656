// What is answered at the origin of courseware: packages, their run-time, and what they want kept. No cookie
// gets here; every address carries a pass.
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { addCmi5 } from '../cmi5-routes.ts';
import { addFiles } from './files.ts';
import { keepPace } from './pace.ts';
import { addScorm } from './scorm.ts';
import { addScripts } from './scripts.ts';
import { addTrial } from './trial.ts';

export function addFrameRoutes(app: App, platform: Platform): void {
  void app.register(async (frames) => {
    frames.addHook('preHandler', keepPace(platform));
    addScripts(frames);
    addFiles(frames, platform);
    addScorm(frames, platform);
    addCmi5(frames, platform);
    addTrial(frames, platform);
  });
}
