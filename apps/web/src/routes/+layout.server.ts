import type { RequestEvent } from '@sveltejs/kit';
import { readIdentity, type Identity } from '@xueshi/contracts';
import { getLocale } from '@xueshi/messages';
import { callApi } from '#lib/server/api.ts';
import { readPreferences } from '#lib/server/preferences.ts';
import type { LayoutServerLoad } from './$types';

const STUDIO_ROLES = new Set(['author', 'reviewer', 'sys_admin']);
const ADMIN_ROLES = new Set([
  'unit_admin',
  'training_officer',
  'unit_clerk',
  'supervisor',
  'sys_admin',
]);

/** Whoever is not signed in sees the installation's own name and emblem. */
async function identityFor(event: RequestEvent): Promise<Identity> {
  if (event.locals.me) return event.locals.me.identity;
  const answer = await callApi(event, readIdentity);
  return answer.ok ? answer.data : { name: null, emblemUrl: null, contact: null };
}

export const load: LayoutServerLoad = async (event) => {
  const { locals, cookies } = event;
  const roles = locals.me?.roles ?? [];
  return {
    me: locals.me,
    rooms: {
      signedIn: locals.me !== null && !locals.me.mustChangePassword,
      admin: roles.some(({ role }) => ADMIN_ROLES.has(role)),
      studio: roles.some(({ role }) => STUDIO_ROLES.has(role)),
    },
    identity: await identityFor(event),
    locale: getLocale(),
    preferences: readPreferences(cookies),
  };
};
