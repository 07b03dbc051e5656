// What is answered at the origin of courseware: packages, their run-time, and what they want kept. No cookie
// gets here; every address carries a pass.
import type { App } from '../../../platform/endpoints.ts';
import type { Platform } from '../../../platform/platform.ts';
import { addCmi5 } from './cmi5.ts';
import { addFiles } from './files.ts';
import { addScorm } from './scorm.ts';
import { addScripts } from './scripts.ts';
import { addTrial } from './trial.ts';

export function addFrameRoutes(app: App, platform: Platform): void {
  addScripts(app);
  addFiles(app, platform);
  addScorm(app, platform);
  addCmi5(app, platform);
  addTrial(app, platform);
}
