import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { COURSEWARE_PATH } from '../../../platform/courseware-origin.ts';
import type { App } from '../../../platform/endpoints.ts';
import { HIDDEN, isServiceWorker, nothing } from './access.ts';

export const SCRIPTS = `${COURSEWARE_PATH}/scripts`;

/** The run-times of SCORM, which are a library’s, and our script around a unit. */
export function addScripts(app: App): void {
  const { resolve } = createRequire(import.meta.url);
  const files: Readonly<Record<string, string | URL>> = {
    'scorm12.js': resolve('scorm-again/scorm12/min'),
    'scorm2004.js': resolve('scorm-again/scorm2004/min'),
    'frame.js': new URL('frame.js', import.meta.url),
  };
  app.get<{ Params: { file: string } }>(`${SCRIPTS}/:file`, HIDDEN, async (request, reply) => {
    const path = files[request.params.file];
    if (path === undefined || isServiceWorker(request)) return nothing(reply);
    return reply
      .header('cache-control', 'public, max-age=3600')
      .type('text/javascript; charset=utf-8')
      .send(await readFile(path));
  });
}
