import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { goOverToNewerVersion, readNewerVersion } from './newer-version.ts';

export function addCourseRevisionRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readNewerVersion, ({ actor, params }) =>
    readNewerVersion(platform, actor, params.slug),
  );
  addEndpoint(app, contracts.goOverToNewerVersion, async ({ actor, params, body }) => {
    await goOverToNewerVersion(platform, actor, params.slug, body.revision);
    return null;
  });
}
