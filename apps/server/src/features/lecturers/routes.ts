import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import * as lecturers from './service.ts';

export function addLecturerRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listLecturers, ({ actor, query }) =>
    lecturers.listLecturers(platform, actor, query),
  );
  addEndpoint(app, contracts.listLecturerChoices, ({ actor }) =>
    lecturers.listLecturerChoices(platform, actor),
  );
  addEndpoint(app, contracts.readLecturer, ({ actor, params }) =>
    lecturers.readLecturer(platform, actor, params.code),
  );
  addEndpoint(app, contracts.addLecturer, ({ actor, params, body }) =>
    lecturers.addLecturer(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.readLecturerEntry, ({ actor, params }) =>
    lecturers.readLecturerEntry(platform, actor, params.code),
  );
  addEndpoint(app, contracts.saveLecturer, async ({ actor, params, body }) => {
    await lecturers.saveLecturer(platform, actor, params.code, body);
    return null;
  });
  addEndpoint(app, contracts.setLecturerRetired, async ({ actor, params, body }) => {
    await lecturers.setLecturerRetired(platform, actor, params.code, body.retired);
    return null;
  });
  addEndpoint(app, contracts.setLecturerPhoto, async ({ actor, params, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    await lecturers.setLecturerPhoto(platform, actor, params.code, content);
    return null;
  });
  addEndpoint(app, contracts.removeLecturerPhoto, async ({ actor, params }) => {
    await lecturers.removeLecturerPhoto(platform, actor, params.code);
    return null;
  });
}
