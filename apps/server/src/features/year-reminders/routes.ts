import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { listPeopleInNeed, previewReminders, remindInNeed, remindOutlook } from './service.ts';

export function addYearReminderRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.listPeopleInNeed, ({ actor, params, query }) =>
    listPeopleInNeed(platform, actor, params.id, query.page),
  );
  addEndpoint(app, contracts.remindInNeed, ({ actor, params, body }) =>
    remindInNeed(platform, jobs, actor, params.id, body.personId),
  );
  addEndpoint(app, contracts.previewReminders, ({ actor, params, query }) =>
    previewReminders(platform, actor, params.id, query),
  );
  addEndpoint(app, contracts.remindOutlook, ({ actor, params, body }) =>
    remindOutlook(platform, jobs, actor, params.id, body),
  );
}
