import { schema, type Reader } from '@xueshi/database';
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { inForce } from '../../platform/grants-in-force.ts';

const { orgUnitAncestors, roleGrants } = schema;

const MOST_HOLDERS = 50;

/** Those who administer a unit itself, or the nearest above it that has somebody. */
export async function nearestAdministrators(
  db: Reader,
  unitId: string,
  now: Date,
): Promise<string[]> {
  const holders = await db
    .select({ personId: roleGrants.personId, depth: orgUnitAncestors.depth })
    .from(orgUnitAncestors)
    .innerJoin(roleGrants, eq(roleGrants.orgUnitId, orgUnitAncestors.ancestorId))
    .where(
      and(
        eq(orgUnitAncestors.unitId, unitId),
        isNotNull(roleGrants.orgUnitId),
        eq(roleGrants.role, 'unit_admin'),
        inForce(now),
      ),
    )
    .orderBy(asc(orgUnitAncestors.depth))
    .limit(MOST_HOLDERS);
  const nearest = holders.filter(({ depth }) => depth === holders[0]?.depth);
  return [...new Set(nearest.map(({ personId }) => personId))];
}

/** Those who run the installation. */
export async function systemAdministrators(db: Reader, now: Date): Promise<string[]> {
  const holders = await db
    .selectDistinct({ personId: roleGrants.personId })
    .from(roleGrants)
    .where(and(isNull(roleGrants.orgUnitId), eq(roleGrants.role, 'sys_admin'), inForce(now)));
  return holders.map(({ personId }) => personId);
}
