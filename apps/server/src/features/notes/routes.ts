import * as contracts from '@xueshi/contracts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import {
  changeNote,
  deleteNote,
  exportNotes,
  filterOf,
  listLessonNotes,
  listNotes,
  readNote,
  writeNote,
} from './service.ts';

const FILES = {
  markdown: { type: 'text/markdown; charset=utf-8', name: 'notes.md' },
  text: { type: 'text/plain; charset=utf-8', name: 'notes.txt' },
} as const;

export function addNoteRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listLessonNotes, ({ actor, params }) =>
    listLessonNotes(platform, actor, params),
  );
  addEndpoint(app, contracts.writeNote, ({ actor, params, body }) =>
    writeNote(platform, actor, params, body),
  );
  addEndpoint(app, contracts.readNote, ({ actor, params }) => readNote(platform, actor, params.id));
  addEndpoint(app, contracts.changeNote, ({ actor, params, body }) =>
    changeNote(platform, actor, params.id, body),
  );
  addEndpoint(app, contracts.deleteNote, async ({ actor, params, query }) => {
    await deleteNote(platform, actor, params.id, query.version);
    return null;
  });
  addEndpoint(app, contracts.listNotes, ({ actor, query }) => listNotes(platform, actor, query));
  addEndpoint(app, contracts.exportNotes, async ({ actor, query, request, reply }) => {
    const { type, name } = FILES[query.format];
    void reply.type(type).header('content-disposition', `attachment; filename="${name}"`);
    return exportNotes(platform, actor, {
      filter: filterOf(actor, query),
      format: query.format,
      locale: localeOf(request),
    });
  });
}
