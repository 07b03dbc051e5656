import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { JobRunner } from '../../platform/jobs.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import { TEXTBOOK_FILE, textbookFolder } from '../media/service.ts';
import { readableTextbook } from './permission.ts';
import * as textbooks from './service.ts';

export function addTextbookRoutes(
  app: App,
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
): void {
  addKeeping(app, platform, jobs);
  addEndpoint(app, contracts.readTextbook, ({ actor, params }) =>
    textbooks.readTextbook(platform, actor, params.code),
  );
  addEndpoint(app, contracts.readTextbookPart, ({ actor, params, query }) =>
    textbooks.readTextbookPart(platform, actor, params.code, query.number),
  );
  addEndpoint(app, contracts.searchTextbook, ({ actor, params, query }) =>
    textbooks.searchTextbook(platform, actor, params.code, query.query),
  );
  addEndpoint(app, contracts.rememberTextbookPlace, async ({ actor, params, body }) => {
    await textbooks.rememberTextbookPlace(platform, actor, params.code, body.number);
    return null;
  });
  addPictures(app, platform);
}

function addKeeping(app: App, platform: Platform, jobs: Pick<JobRunner, 'wake'>): void {
  addEndpoint(app, contracts.listTextbooks, ({ actor, query }) =>
    textbooks.listTextbooks(platform, actor, query),
  );
  addEndpoint(app, contracts.listTextbookChoices, ({ actor }) =>
    textbooks.listTextbookChoices(platform, actor),
  );
  addEndpoint(app, contracts.addTextbook, ({ actor, body }) =>
    textbooks.addTextbook(platform, actor, body.unitId, body.form),
  );
  addEndpoint(app, contracts.readTextbookEntry, ({ actor, params }) =>
    textbooks.readTextbookEntry(platform, actor, params.code),
  );
  addEndpoint(app, contracts.saveTextbook, async ({ actor, params, body }) => {
    await textbooks.saveTextbook(platform, actor, params.code, body);
    return null;
  });
  addEndpoint(app, contracts.setTextbookRetired, async ({ actor, params, body }) => {
    await textbooks.setTextbookRetired(platform, actor, params.code, body.retired);
    return null;
  });
  addEndpoint(app, contracts.sendTextbookFile, async ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    const sent = { name: query.name ?? '', content };
    await textbooks.setTextbookFile(platform, jobs, actor, params.code, sent);
    return null;
  });
}

/** Pages, and pictures in chapters, go to those who may read the book. */
function addPictures(app: App, platform: Platform): void {
  app.get<{ Params: { code: string; file: string } }>(
    '/media/textbooks/:code/:file',
    { schema: { hide: true } },
    async (request, reply) => {
      const { actor } = request;
      if (!actor) return sendProblem(request, reply, 'not-signed-in');
      const { code, file } = request.params;
      const found = await readableTextbook(platform, actor, code);
      if (!found?.row.sha256 || !TEXTBOOK_FILE.test(file))
        return sendProblem(request, reply, 'not-found');
      // The address ends with the hash of what lies under it.
      void reply.header('cache-control', 'private, max-age=31536000, immutable');
      return reply.sendFile(file, textbookFolder(platform, found.row.sha256), {
        cacheControl: false,
      });
    },
  );
}
