import type { Platform } from './platform.ts';

/** Something that each open installation has one of; made when first asked for. */
export function onePerInstallation<Needs extends Pick<Platform, 'db'>, Thing extends object>(
  make: (platform: Needs) => Thing,
): (platform: Needs) => Thing {
  const made = new WeakMap<Platform['db'], Thing>();
  return (platform) => {
    const known = made.get(platform.db);
    if (known) return known;
    const thing = make(platform);
    made.set(platform.db, thing);
    return thing;
  };
}
