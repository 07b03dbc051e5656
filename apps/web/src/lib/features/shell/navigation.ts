import { m } from '@xueshi/messages';
import type { IconName } from '#lib/ui/Icon.svelte';

export interface Destination {
  href: string;
  label: string;
  icon: IconName;
  current: boolean;
}

export interface Rooms {
  signedIn: boolean;
  admin: boolean;
  studio: boolean;
}

/** The register, the syllabuses and the textbooks are kept by administrators, and looked at by authors too. */
const isTeaching = (path: string) =>
  /^\/(?:lecturers|textbooks)(?:\/[^/]+\/edit|\/new)?$/.test(path) ||
  /^\/syllabuses(?:\/|$)/.test(path);

function isUnder(path: string, href: string): boolean {
  // What people filed is seen to in the administrators' room.
  if (href === '/admin' && isUnder(path, '/inbox')) return true;
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

/** Where the person may go, in the order of the bar. */
export function destinations(rooms: Rooms, path: string): Destination[] {
  if (!rooms.signedIn) return [];
  const staffRoom = rooms.admin ? '/admin' : '/studio';
  const all: (Omit<Destination, 'current'> & { shown: boolean })[] = [
    { href: '/', label: m.app_nav_home(), icon: 'home', shown: true },
    { href: '/courses', label: m.app_nav_courses(), icon: 'book', shown: true },
    { href: '/record', label: m.app_nav_record(), icon: 'record', shown: true },
    { href: '/admin', label: m.app_nav_admin(), icon: 'units', shown: rooms.admin },
    { href: '/studio', label: m.app_nav_studio(), icon: 'studio', shown: rooms.studio },
    { href: '/account', label: m.app_nav_account(), icon: 'person', shown: true },
  ];
  return all
    .filter((one) => one.shown)
    .map(({ href, label, icon }) => ({
      href,
      label,
      icon,
      current: isUnder(path, href) || (isTeaching(path) && href === staffRoom),
    }));
}
