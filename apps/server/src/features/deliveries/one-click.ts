// The button of a mail program that stops letters (RFC 8058): the program itself posts, from nobody's page and
// without a cookie, to the address that the letter names. Whom it is for is signed into the address.
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { stopMail } from './preferences.ts';

/** What `List-Unsubscribe` names; somebody who opens it in a browser is asked first. */
export const oneClickUrl = (origin: string, token: string): string =>
  `${origin}/mail/one-click/${token}`;

/** The form that comes along says only that the button was pressed. */
export function addOneClickRoutes(app: App, platform: Platform): void {
  const url = '/mail/one-click/:token';
  const schema = { hide: true };
  app.get<{ Params: { token: string } }>(url, { schema }, async ({ params }, reply) =>
    reply.redirect(`/mail/stop/${encodeURIComponent(params.token)}`),
  );
  app.post<{ Params: { token: string } }>(url, { schema }, async ({ params }, reply) => {
    await stopMail(platform, params.token);
    return reply.code(204).send();
  });
}
