import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { installation, whoAmI } from '@xueshi/contracts';
import { paraglideMiddleware } from '@xueshi/messages/server';
import { callApi } from '#lib/server/api.ts';
import { signInUrl } from '#lib/server/next.ts';
import { readPreferences } from '#lib/server/preferences.ts';

const SESSION_COOKIES = ['__Host-xueshi-session', 'xueshi-session'];
const OPEN_TO_ALL = new Set(['/sign-in', '/first-run', '/preferences', '/about', '/offline']);
/** Whoever holds a certificate may verify it, with or without an account. */
const isVerification = (path: string) => path === '/verify' || path.startsWith('/verify/');
/** Whoever is in the room takes part in a class; leading one takes an account. */
const isParticipation = (path: string) => path === '/class' || /^\/class\/\d+$/.test(path);
const OPEN_BEFORE_PASSWORD_CHANGE = new Set(['/password', '/sign-out', '/preferences']);

async function loadMe(event: RequestEvent): Promise<App.Locals['me']> {
  const known = event.platform?.req?.me;
  if (known !== undefined) return known;
  if (!SESSION_COOKIES.some((name) => event.cookies.get(name))) return null;
  const answer = await callApi(event, whoAmI);
  return answer.ok ? answer.data : null;
}

/** Set up once, an installation stays so: nobody is asked again. */
let isSetUp = false;

async function needsFirstAdministrator(event: RequestEvent): Promise<boolean> {
  if (isSetUp) return false;
  const answer = await callApi(event, installation);
  isSetUp = answer.ok && !answer.data.needsFirstAdministrator;
  return answer.ok && answer.data.needsFirstAdministrator;
}

async function guard(event: RequestEvent): Promise<void> {
  const path = event.url.pathname;
  if (event.route.id === null || isVerification(path) || isParticipation(path)) return;
  if (!event.locals.me) {
    if (
      path !== '/first-run' &&
      path !== '/preferences' &&
      (await needsFirstAdministrator(event))
    ) {
      redirect(303, '/first-run');
    }
    if (!OPEN_TO_ALL.has(path)) redirect(303, signInUrl(event.url));
  } else if (event.locals.me.mustChangePassword && !OPEN_BEFORE_PASSWORD_CHANGE.has(path)) {
    redirect(303, '/password');
  }
}

/** Courseware is framed from an origin that the installation names; the built policy cannot know it. */
function allowFrames(response: Response, { platform }: RequestEvent): void {
  const policy = response.headers.get('content-security-policy');
  const origin = platform?.req?.framesFrom;
  if (policy && origin)
    response.headers.set('content-security-policy', `${policy}; frame-src ${origin}`);
}

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    event.locals.me = await loadMe(event);
    await guard(event);
    const { theme, type } = readPreferences(event.cookies);
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => {
        // The placeholders stand in the first tag: the rest of the page need not be searched.
        const end = html.indexOf('<head');
        if (end < 0) return html;
        const head = html.slice(0, end);
        return (
          head.replace('%lang%', locale).replace('%theme%', theme).replace('%type%', type) +
          html.slice(end)
        );
      },
    });
    allowFrames(response, event);
    // Pages carry a person's record: neither a proxy nor a shared computer may keep them.
    response.headers.set('cache-control', 'private, no-store');
    return response;
  });

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  const requestId = crypto.randomUUID().slice(0, 8);
  const stack = error instanceof Error ? error.stack : String(error);
  console.error(JSON.stringify({ level: 'error', requestId, path: event.url.pathname, stack }));
  return { requestId };
};
