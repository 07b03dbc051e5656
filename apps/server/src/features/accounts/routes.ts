import * as contracts from '@xueshi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { clearSessionCookie, setSessionCookie } from '../../platform/session-cookie.ts';
import type { Sessions } from '../../platform/sessions.ts';
import { createFirstAdministrator, describeInstallation } from './first-administrator.ts';
import {
  authenticate,
  changePassword,
  describeMe,
  listOwnSessions,
  type Visitor,
} from './service.ts';

const visitorOf = (request: FastifyRequest): Visitor => ({
  address: request.ip,
  userAgent: request.headers['user-agent'] ?? '',
});

export function addAccountRoutes(
  app: App,
  platform: Platform,
  sessions: Sessions,
  version: string,
): void {
  const { publicUrl } = platform.config;

  async function signInAs(personId: string, request: FastifyRequest, reply: FastifyReply) {
    if (request.actor) await sessions.end(request.actor.sessionHash);
    const visitor = visitorOf(request);
    const secret = await sessions.open(personId, visitor);
    setSessionCookie(request, reply, publicUrl, secret);
    const actor = await sessions.read(secret, visitor.address);
    if (!actor) throw new Error('a session just opened cannot be read');
    return describeMe(platform, actor);
  }

  addEndpoint(app, contracts.installation, () => describeInstallation(platform, version));

  addEndpoint(app, contracts.createFirstAdministrator, async ({ body, request, reply }) => {
    const { personId } = await createFirstAdministrator(platform, body, visitorOf(request));
    return signInAs(personId, request, reply);
  });

  addEndpoint(app, contracts.signIn, async ({ body, request, reply }) => {
    const { personId } = await authenticate(platform, body, visitorOf(request));
    return signInAs(personId, request, reply);
  });

  addEndpoint(app, contracts.whoAmI, ({ actor }) => describeMe(platform, actor));

  addEndpoint(app, contracts.signOut, async ({ actor, request, reply }) => {
    await sessions.end(actor.sessionHash);
    clearSessionCookie(request, reply, publicUrl);
    return null;
  });

  addEndpoint(app, contracts.listSessions, async ({ actor }) => ({
    items: await listOwnSessions(platform, actor),
  }));

  addEndpoint(app, contracts.signOutEverywhere, async ({ actor, request, reply }) => {
    await sessions.endAll(actor.personId);
    clearSessionCookie(request, reply, publicUrl);
    return null;
  });

  addEndpoint(app, contracts.changePassword, async ({ actor, body, request, reply }) => {
    await changePassword(platform, actor, body);
    const visitor = visitorOf(request);
    setSessionCookie(request, reply, publicUrl, await sessions.open(actor.personId, visitor));
    return null;
  });
}
