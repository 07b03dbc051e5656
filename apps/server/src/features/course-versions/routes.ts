import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as versions from './service.ts';

export function addCourseVersionRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listCourseVersions, ({ actor, params }) =>
    versions.listCourseVersions(platform, actor, params.slug),
  );
  addEndpoint(app, contracts.readCourseDifferences, ({ params, query }) =>
    versions.readCourseDifferences(platform, params.slug, Number(params.revision), query.from),
  );
  addEndpoint(app, contracts.fetchCoursePackage, async ({ params, reply }) => {
    const made = await versions.fetchCoursePackage(platform, params.slug, Number(params.revision));
    void reply
      .type('application/zip')
      .header('content-disposition', `attachment; filename="${made.name}"`);
    return made.content;
  });
  addEndpoint(app, contracts.withdrawCourse, async ({ actor, params, body }) => {
    await versions.withdrawCourse(platform, actor, params.slug, body.reason);
    return null;
  });
  addEndpoint(app, contracts.restoreCourse, async ({ actor, params }) => {
    await versions.restoreCourse(platform, actor, params.slug);
    return null;
  });
}
