import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import * as service from './service.ts';

export function addPlanningRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readPlan, ({ actor }) => service.readPlan(platform, actor));
  addEndpoint(app, contracts.saveStudyTimes, async ({ actor, body }) => {
    await service.saveStudyTimes(platform, actor, body);
    return null;
  });
  addEndpoint(app, contracts.readCalendar, async ({ actor, request, reply }) => {
    void reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="xueshi-plan.ics"');
    return service.calendarFile(platform, actor, localeOf(request));
  });
  addEndpoint(app, contracts.setMailAddress, async ({ actor, body, request }) => {
    await service.setMailAddress(platform, actor, body.address, localeOf(request));
    return null;
  });
  addEndpoint(app, contracts.confirmMailAddress, async ({ actor, body }) => {
    await service.confirmMailAddress(platform, actor, body.code);
    return null;
  });
  addEndpoint(app, contracts.removeMailAddress, async ({ actor }) => {
    await service.removeMailAddress(platform, actor);
    return null;
  });
}
