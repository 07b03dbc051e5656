// The button of a mail program that stops letters (RFC 8058): the program itself posts, from nobody's page and
// without a cookie, to the address that the letter names. Whom it is for is signed into the address.
import type { App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { stopMail } from './preferences.ts';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** What `List-Unsubscribe` names; somebody who opens it in a browser is asked first. */
export const oneClickUrl = (origin: string, token: string): string =>
  `${origin}/mail/one-click/${token}`;

export function addOneClickRoutes(app: App, platform: Platform): void {
  void app.register((inner, _options, done) => {
    // The form says only that the button was pressed, and is not read; the pages may take forms as well.
    for (const type of FORMS)
      if (!inner.hasContentTypeParser(type))
        inner.addContentTypeParser(type, (_request, _payload, ready) => ready(null, undefined));
    const url = '/mail/one-click/:token';
    inner.get<{ Params: { token: string } }>(
      url,
      { schema: { hide: true } },
      async ({ params }, reply) => reply.redirect(`/mail/stop/${encodeURIComponent(params.token)}`),
    );
    inner.post<{ Params: { token: string } }>(
      url,
      { schema: { hide: true } },
      async ({ params }, reply) => {
        await stopMail(platform, params.token);
        return reply.code(204).send();
      },
    );
    done();
  });
}
