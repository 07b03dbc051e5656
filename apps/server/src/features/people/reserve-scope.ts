// Who may know who is a reserve cadre (DOMAIN K3): the managing organisation department and nobody below.
import { schema, type Reader } from '@xueshi/database';
import { isWithin } from '@xueshi/domain';
import { and, eq, inArray } from 'drizzle-orm';
import type { Held } from '../../platform/authorisation.ts';

const { orgUnits } = schema;

const LEVELS_WITH_DEPARTMENT = ['central', 'province', 'prefecture', 'county'];

/** Says of an appointment whether they may know of the tag. */
export type MayKnow = (place: { unitPath: string; managingPath: string | null }) => boolean;

/**
 * System administrators everywhere; otherwise whoever administers the unit that manages the person,
 * or, where none is named, a region of county level or above with everything below it. A unit of the
 * person's own line below the county does not come to know by being named as the one that manages.
 */
export async function reserveScope(db: Reader, held: Held): Promise<MayKnow> {
  if (held.grants.some(({ role }) => role === 'sys_admin')) return () => true;
  const administering = held.grants.filter(({ role }) => role === 'unit_admin');
  const ids = administering.flatMap(({ orgUnitId }) => (orgUnitId === null ? [] : [orgUnitId]));
  const regions =
    ids.length === 0
      ? []
      : await db
          .select({ path: orgUnits.path })
          .from(orgUnits)
          .where(
            and(
              inArray(orgUnits.id, ids),
              eq(orgUnits.kind, 'region'),
              inArray(orgUnits.level, LEVELS_WITH_DEPARTMENT),
            ),
          );
  const hasDepartment = (path: string) => regions.some((region) => region.path === path);
  return ({ unitPath, managingPath }) =>
    managingPath === null
      ? regions.some(({ path }) => isWithin(unitPath, path))
      : administering.some(
          ({ orgPath }) =>
            orgPath !== null &&
            isWithin(managingPath, orgPath) &&
            (hasDepartment(orgPath) || !isWithin(unitPath, orgPath)),
        );
}
