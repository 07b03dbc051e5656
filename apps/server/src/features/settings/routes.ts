import * as contracts from '@xueshi/contracts';
import { Readable } from 'node:stream';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendProblem } from '../../platform/problems.ts';
import * as settings from './service.ts';

export function addSettingRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.readIdentity, ({ actor }) => settings.readIdentity(platform, actor));
  addEndpoint(app, contracts.readUnitSettings, ({ actor, params }) =>
    settings.readUnitSettings(platform, actor, params.id),
  );
  addEndpoint(app, contracts.setUnitSetting, async ({ actor, params, body }) => {
    await settings.setUnitSetting(platform, actor, params.id, {
      setting: params.setting,
      ...body,
    });
    return null;
  });
  addEndpoint(app, contracts.setEmblem, async ({ actor, params, query, request }) => {
    const content = request.body instanceof Readable ? request.body : Readable.from([]);
    await settings.setEmblem(platform, actor, params.id, { content, seen: query.seen ?? null });
    return null;
  });
  // Shown before anybody has signed in.
  app.get<{ Params: { hash: string } }>(
    '/media/emblems/:hash',
    { schema: { hide: true } },
    async (request, reply) => {
      const emblem = await settings.findEmblem(platform.db, request.params.hash);
      if (!emblem) return sendProblem(request, reply, 'not-found');
      return (
        reply
          .type(emblem.mediaType)
          // The name is the hash of what lies under it.
          .header('cache-control', 'public, max-age=31536000, immutable')
          .send(emblem.bytes)
      );
    },
  );
}
