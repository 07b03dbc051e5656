import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { fetchToken, xapiLaunchOf } from './cmi5-launch.ts';
import { addXapiRoutes } from './xapi/routes.ts';
import {
  guard,
  HIDDEN,
  launchAt,
  nothing,
  OF_PASS,
  passOf,
  type OfLaunch,
} from './frame/access.ts';
import { leftPage } from './frame/frame-page.ts';

/** What a unit of cmi5 calls: for its token, for what it says and keeps, and when it is left. */
export function addCmi5(app: App, platform: Platform): void {
  app.get(`${OF_PASS}/left`, HIDDEN, async (request, reply) => {
    const pass = passOf(platform, request);
    if (!pass) return nothing(reply);
    return guard(reply, pass.page).type('text/html; charset=utf-8').send(leftPage(pass.page));
  });
  app.post<OfLaunch>(`${OF_PASS}/token/:launchId`, HIDDEN, async (request, reply) => {
    const pass = passOf(platform, request);
    const launch = pass && (await launchAt(platform, pass, request.params.launchId));
    if (!launch) return nothing(reply);
    void reply.header('cache-control', 'no-store');
    return reply.send(await fetchToken(platform, launch.id));
  });
  addXapiRoutes(app, platform, `${OF_PASS}/xapi`, async (request) => {
    const pass = passOf(platform, request);
    return pass && xapiLaunchOf(platform, pass, request);
  });
}
