// How the platform presents itself where somebody is.
import type { Identity } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { and, isNull } from 'drizzle-orm';
import { administeredPaths } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { settingsAt } from './in-force.ts';

const { orgUnits } = schema;

export const emblemUrl = (hash: string) => `/media/emblems/${hash}`;

/** The one unit at the top; where several stand side by side none speaks for the installation. */
async function topPath(db: Reader): Promise<string | null> {
  const tops = await db
    .select({ path: orgUnits.path })
    .from(orgUnits)
    .where(and(isNull(orgUnits.parentId), isNull(orgUnits.closedAt)))
    .limit(2);
  return tops.length === 1 ? (tops[0]?.path ?? null) : null;
}

/** Where somebody is: their unit, or what they administer; everybody else is the installation's. */
function pathOf(actor: Actor | null): string | null {
  if (!actor) return null;
  const [own] = administeredPaths(actor, 'read').filter((path) => path !== '/');
  return actor.unit?.path ?? own ?? null;
}

export async function readIdentity(platform: Platform, actor: Actor | null): Promise<Identity> {
  const settings = await settingsAt(platform, pathOf(actor) ?? (await topPath(platform.db)));
  return {
    name: settings['platform-name'],
    emblemUrl: settings.emblem === null ? null : emblemUrl(settings.emblem),
    contact: settings.contact,
  };
}
