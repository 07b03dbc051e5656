import { redirect } from '@sveltejs/kit';
import { isLocale } from '@xueshi/messages';
import { safeNext } from '#lib/server/next.ts';
import { THEMES, TYPES } from '#lib/server/preferences.ts';
import type { RequestHandler } from './$types';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Language, theme and type size live in cookies of this browser; works without scripts. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const keep = (name: string, value: string) =>
    cookies.set(name, value, {
      path: '/',
      maxAge: YEAR_SECONDS,
      sameSite: 'lax',
      secure: url.protocol === 'https:',
      // The messages in the browser read the language from here; nothing of this is secret.
      httpOnly: false,
    });
  const locale = form.get('locale');
  const theme = THEMES.find((known) => known === form.get('theme'));
  const type = TYPES.find((known) => known === form.get('type'));
  if (isLocale(locale)) keep('xueshi-locale', locale);
  if (theme) keep('xueshi-theme', theme);
  if (type) keep('xueshi-type', type);
  redirect(303, safeNext(String(form.get('next') ?? '/')));
};
