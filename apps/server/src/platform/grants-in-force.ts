import { schema } from '@xueshi/database';
import { and, gt, isNull, lte, or, type Placeholder, type SQL } from 'drizzle-orm';

const { roleGrants } = schema;

/** Grants that hold at this instant: begun, and neither ended nor run out. */
export function inForce(now: Date): SQL | undefined {
  return and(notOver(now), or(isNull(roleGrants.startsAt), lte(roleGrants.startsAt, now)));
}

/** Grants that hold at this instant or will begin. */
export function notOver(now: Date | Placeholder): SQL | undefined {
  return and(isNull(roleGrants.endedAt), or(isNull(roleGrants.endsAt), gt(roleGrants.endsAt, now)));
}
