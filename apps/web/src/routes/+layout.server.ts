import { getLocale } from '@xueshi/messages';
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

export const load: LayoutServerLoad = ({ locals, cookies }) => {
  const roles = locals.me?.roles ?? [];
  return {
    me: locals.me,
    rooms: {
      signedIn: locals.me !== null && !locals.me.mustChangePassword,
      admin: roles.some(({ role }) => ADMIN_ROLES.has(role)),
      studio: roles.some(({ role }) => STUDIO_ROLES.has(role)),
    },
    locale: getLocale(),
    preferences: readPreferences(cookies),
  };
};
