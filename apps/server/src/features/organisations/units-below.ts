import { schema, type Db } from '@xueshi/database';
import { and, asc, gt, lt } from 'drizzle-orm';
import type { OrgUnit } from '../../platform/authorisation.ts';

const { orgUnits } = schema;

const UNITS_A_PAGE = 50;
/** Comes after every sign of a path. */
const AFTER_ALL = '~';

/** A unit and everything below it, closed ones too, parents before their children, a page at a time. */
export async function* unitsBelow(db: Db, path: string): AsyncGenerator<OrgUnit[]> {
  for (let after = path.slice(0, -1); ;) {
    const rows = await db
      .select()
      .from(orgUnits)
      .where(and(gt(orgUnits.path, after), lt(orgUnits.path, path + AFTER_ALL)))
      .orderBy(asc(orgUnits.path))
      .limit(UNITS_A_PAGE);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < UNITS_A_PAGE) return;
    after = last.path;
  }
}
