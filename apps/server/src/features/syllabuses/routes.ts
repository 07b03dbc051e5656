import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as syllabuses from './service.ts';

export function addSyllabusRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listSyllabuses, ({ actor, query }) =>
    syllabuses.listSyllabuses(platform, actor, query),
  );
  addEndpoint(app, contracts.listSyllabusChoices, ({ actor }) =>
    syllabuses.listSyllabusChoices(platform, actor),
  );
  addEndpoint(app, contracts.readSyllabus, ({ actor, params }) =>
    syllabuses.readSyllabus(platform, actor, params.id),
  );
  addEndpoint(app, contracts.addSyllabus, ({ actor, params, body }) =>
    syllabuses.addSyllabus(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.saveSyllabus, ({ actor, params, body }) =>
    syllabuses.saveSyllabus(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.copySyllabus, ({ actor, params, body }) =>
    syllabuses.copySyllabus(platform, actor, params.id, body.edition),
  );
  addEndpoint(app, contracts.putSyllabusInForce, async ({ actor, params }) => {
    await syllabuses.putSyllabusInForce(platform, actor, params.id);
    return null;
  });
  addEndpoint(app, contracts.discardSyllabus, async ({ actor, params }) => {
    await syllabuses.discardSyllabus(platform, actor, params.id);
    return null;
  });
}
