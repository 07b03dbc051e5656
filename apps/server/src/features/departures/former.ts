// Who retired, left or died: counted nowhere, and found here, so that a mistake can be taken back.
import type { FormerPerson } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { and, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { administeredUnit } from '../../platform/authorisation.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import { crumbsTo, refOf } from '../organisations/service.ts';
import { foldName, namesLike } from '../standings/service.ts';

const { memberships, orgUnitAncestors, orgUnits, people } = schema;

const PAGE_SIZE = 50;
const FORMER: readonly FormerPerson['status'][] = ['retired', 'left', 'deceased'];

interface Wanted {
  readonly query?: string;
  readonly status?: FormerPerson['status'];
  readonly page?: number;
}

/** The former people of a subtree, who went last first; where they belonged when they went. */
export async function listFormerPeople(
  { db }: Platform,
  actor: Actor,
  unitId: string,
  { query = '', status, page = 1 }: Wanted,
) {
  const unit = await administeredUnit(db, actor, unitId, 'read');
  const typed = foldName(query);
  const below = db
    .select({ id: orgUnitAncestors.unitId })
    .from(orgUnitAncestors)
    .where(eq(orgUnitAncestors.ancestorId, unit.id));
  const where = and(
    inArray(memberships.orgUnitId, below),
    isNull(memberships.endsAt),
    isNotNull(people.closedAt),
    isNull(people.mergedIntoId),
    inArray(people.status, status ? [status] : [...FORMER]),
    typed === ''
      ? undefined
      : or(
          inArray(people.code, [query.trim(), typed.toUpperCase()]),
          namesLike(typed, sql`people`),
        ),
  );
  const rows = await db
    .select({
      personId: people.id,
      name: people.name,
      code: people.code,
      status: people.status,
      since: people.closedAt,
      unitName: orgUnits.name,
      post: memberships.post,
    })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(where)
    .orderBy(desc(people.closedAt), desc(people.id))
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  const [counted] = await db
    .select({ total: sql<number>`count(*)` })
    .from(people)
    .innerJoin(memberships, eq(memberships.personId, people.id))
    .where(where);
  return {
    unit: refOf(unit),
    crumbs: await crumbsTo(db, actor, unit),
    items: rows.map(({ since, status: held, ...row }) => ({
      ...row,
      status: held as FormerPerson['status'],
      since: (since ?? new Date(0)).toISOString(),
    })),
    total: counted?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}
