// Who keeps a textbook, and who may read it: somebody's work is for those who learn with it, and for nobody else.
import { schema, type Reader } from '@xueshi/database';
import { answersFor, scopeOf } from '@xueshi/domain';
import { asc, inArray, isNull } from 'drizzle-orm';
import {
  administeredPaths,
  administers,
  seesHeldAt,
  type OrgUnit,
} from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { publishedCatalogue } from '../catalogue/service.ts';
import { beganNaming, findTextbook, type Held } from './store.ts';

const { orgUnits } = schema;

/** Those who administer a unit keep its textbooks, and so do its authors. */
export const keepsAt = (actor: Actor, path: string): boolean =>
  administers(actor, path) || answersFor(actor.grants, 'author', path);

/** The topmost open units at which the actor can add one. */
export async function unitsToKeepAt(db: Reader, actor: Actor): Promise<OrgUnit[]> {
  const paths = [...new Set([...administeredPaths(actor), ...scopeOf(actor.grants, 'author')])];
  const where = paths.includes('/') ? isNull(orgUnits.parentId) : inArray(orgUnits.path, paths);
  const units = await db.select().from(orgUnits).where(where).orderBy(asc(orgUnits.position));
  return units.filter((unit) => unit.closedAt === null);
}

/** The entry, if the actor keeps it; a foreign or unknown one is the same "not found". */
export async function keptTextbook(db: Reader, actor: Actor, code: string): Promise<Held> {
  const found = await findTextbook(db, code);
  if (!found || !keepsAt(actor, found.unit.path)) throw new Refused('not-found');
  return found;
}

/**
 * A textbook may be read by those who work with the register where it is held, by whoever may begin a course that
 * names it, and by whoever began one in a version that does. null: not by this one.
 */
export async function readableTextbook(
  platform: Platform,
  actor: Actor,
  code: string,
): Promise<Held | null> {
  const found = await findTextbook(platform.db, code);
  if (!found) return null;
  if (seesHeldAt(actor, found.unit.path)) return found;
  const { courses } = await publishedCatalogue(platform);
  if (courses.some(({ version }) => version.textbooks.includes(code))) return found;
  return (await beganNaming(platform.db, actor.personId, code)) ? found : null;
}

export async function demandReadable(
  platform: Platform,
  actor: Actor,
  code: string,
): Promise<Held> {
  const found = await readableTextbook(platform, actor, code);
  if (!found) throw new Refused('not-found');
  return found;
}
