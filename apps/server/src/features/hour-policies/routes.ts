import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import { localeOf } from '../../platform/problems.ts';
import { affectedFile, listAffected } from './affected-people.ts';
import { adoptHourPolicy, readHourPolicies, tryHourPolicy } from './service.ts';
import { readTrial } from './trials.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

export function addHourPolicyRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addEndpoint(app, contracts.readHourPolicies, ({ actor, params }) =>
    readHourPolicies(platform, actor, params.id),
  );
  addEndpoint(app, contracts.tryHourPolicy, ({ actor, params, body }) =>
    tryHourPolicy(platform, jobs, actor, params.id, body),
  );
  addEndpoint(app, contracts.adoptHourPolicy, ({ actor, params, body }) =>
    adoptHourPolicy(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.readPolicyTrial, ({ actor, params }) =>
    readTrial(platform, actor, params.id, params.trialId),
  );
  addEndpoint(app, contracts.listAffectedPeople, ({ actor, params, query }) =>
    listAffected(platform, actor, params, query),
  );
  addEndpoint(
    app,
    contracts.fetchAffectedPeople,
    async ({ actor, params, query, request, reply }) => {
      const wanted = { ...query, locale: localeOf(request) };
      const { name, content } = await affectedFile(platform, actor, params, wanted);
      void reply
        .type(TYPES[query.format])
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
      return content;
    },
  );
}
