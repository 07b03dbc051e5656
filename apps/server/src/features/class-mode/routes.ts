import * as contracts from '@xueshi/contracts';
import { CLASS_LIFETIME_MS } from '@xueshi/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { isSecure } from '../../platform/session-cookie.ts';
import { PICTURE_NAME, picturesFolder } from '../media/service.ts';
import * as service from './service.ts';
import { CLASS_PICTURES } from './view.ts';

/** Paths on which nobody is looked up, whoever is signed in: a vote is anonymous, in the log too. */
export const ANONYMOUS_PATHS = ['/api/v1/class-participation/', CLASS_PICTURES] as const;

const SECURE_NAME = '__Host-xueshi-class';
const PLAIN_NAME = 'xueshi-class';

export function addClassRoutes(app: App, platform: Platform): void {
  addPresenterRoutes(app, platform);
  addParticipantRoutes(app, platform);
  app.addHook('preClose', async () => service.hubOf(platform).stop());
}

function addPresenterRoutes(app: App, platform: Platform): void {
  addEndpoint(app, contracts.listClasses, ({ actor }) => service.listClasses(platform, actor));
  addEndpoint(app, contracts.openClass, ({ actor, body }) =>
    service.openClass(platform, actor, body),
  );
  addEndpoint(app, contracts.readClassScreen, ({ actor, params }) =>
    service.readScreen(platform, actor, params.code),
  );
  addEndpoint(app, contracts.stepClass, ({ actor, params, body }) =>
    service.stepClass(platform, actor, params.code, body),
  );
  addEndpoint(app, contracts.closeClass, async ({ actor, params }) => {
    await service.closeClass(platform, actor, params.code);
    return null;
  });
}

function addParticipantRoutes(app: App, platform: Platform): void {
  const { publicUrl } = platform.config;
  const nameFor = (request: FastifyRequest) =>
    isSecure(request, publicUrl) ? SECURE_NAME : PLAIN_NAME;
  const deviceOf = (request: FastifyRequest): service.Device => ({
    token: request.cookies[nameFor(request)],
    address: request.ip,
  });
  const giveToken = (request: FastifyRequest, reply: FastifyReply, token: string) =>
    reply.setCookie(nameFor(request), token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure(request, publicUrl),
      maxAge: CLASS_LIFETIME_MS / 1000,
    });

  addEndpoint(app, contracts.readParticipation, ({ params, request }) =>
    service.readParticipation(platform, params.code, deviceOf(request)),
  );
  addEndpoint(app, contracts.joinClass, async ({ params, request, reply }) => {
    const joined = await service.joinClass(platform, params.code, deviceOf(request));
    if (joined.token !== null) void giveToken(request, reply, joined.token);
    return joined.participation;
  });
  addEndpoint(app, contracts.voteInClass, ({ params, body, request }) =>
    service.voteInClass(platform, params.code, deviceOf(request), body),
  );
  app.get<{ Params: { code: string; name: string } }>(
    `${CLASS_PICTURES}:code/:name`,
    { schema: { hide: true } },
    async (request, reply) => {
      const name = await service.classPicture(platform, request.params, deviceOf(request));
      if (!PICTURE_NAME.test(name)) throw new Refused('not-found');
      void reply.header('cache-control', 'private, max-age=3600');
      return reply.sendFile(name, picturesFolder(platform), { cacheControl: false });
    },
  );
  addEndpoint(app, contracts.followClass, async ({ params, request, reply }) => {
    const device = deviceOf(request);
    const { session } = await service.classOf(platform, params.code, device);
    // Proxies that gather answers before they pass them on are told not to; and a line that is kept
    // after its stream has ended would hold up a server that stops.
    void reply
      .type('text/event-stream')
      .header('x-accel-buffering', 'no')
      .header('connection', 'close');
    // Who asks for the headers only would never end a stream.
    if (request.method === 'HEAD') return '';
    return service.hubOf(platform).follow(session, device.address);
  });
}
