// Who is in a programme and how far, a page at a time: all of it, or a unit's own people only.
import type { MEMBER_SORTS, ProgrammeMember } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import {
  and,
  asc,
  count,
  desc,
  eq,
  inArray,
  isNull,
  sql,
  type AnyColumn,
  type SQL,
} from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { childrenOf, refOf } from '../organisations/service.ts';
import { foldName, namesLike } from '../standings/service.ts';
import { lastActive, memberViews } from './member-views.ts';
import { administeredProgramme } from './permission.ts';
import type { OrgUnitRecord, ProgrammeInUnit, ProgrammeRecord } from './store.ts';

const { memberships, orgUnits, programmeMembers } = schema;

const PAGE_SIZE = 50;

export interface MembersWanted {
  readonly state?: ProgrammeMember['state'];
  readonly query?: string;
  readonly unitId?: string;
  readonly sort?: (typeof MEMBER_SORTS)[number];
  readonly descending?: boolean;
  /** Those too who left, where no state is asked for. */
  readonly withLeft?: boolean;
  readonly page?: number;
}

/** Members who belong to the unit or below it now. */
export const membersBelow = (unitId: string): SQL =>
  sql`${programmeMembers.personId} IN (SELECT m.person_id FROM org_unit_ancestors a
    CROSS JOIN memberships m ON m.org_unit_id = a.unit_id
    WHERE a.ancestor_id = ${unitId} AND m.ends_at IS NULL)`;

/** A page of members, sorted by any column. */
export async function listMembers(
  platform: Platform,
  actor: Actor,
  id: string,
  wanted: MembersWanted,
) {
  const found = await administeredProgramme(platform.db, actor, id, 'read');
  return memberPage(platform, found, found.unit, wanted);
}

/**
 * The same as a unit sees it: of a programme from above only those who are of its subtree. A unit
 * that the list is cut to must lie within it; others are not found.
 */
export async function memberPage(
  { db, clock }: Platform,
  found: ProgrammeInUnit,
  seenFrom: OrgUnitRecord,
  wanted: MembersWanted,
) {
  const { programme } = found;
  const way = await wayTo(db, seenFrom, wanted.unitId);
  const which = wantedOf(found, seenFrom, wanted);
  const page = wanted.page ?? 1;
  const [all] = await db.select({ total: count() }).from(programmeMembers).where(which);
  const ids = await idsOf(db, programme, which, wanted)
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE);
  return {
    items: await memberViews(
      db,
      programme,
      ids.map(({ personId }) => personId),
      clock.now(),
    ),
    way: way.map(refOf),
    below: (await childrenOf(db, way.at(-1)?.id ?? seenFrom.id)).map(({ unit }) => refOf(unit)),
    total: all?.total ?? 0,
    page,
    pageSize: PAGE_SIZE,
  };
}

/** Everybody of such a list by their ids, in its order: for a file of it. */
export async function allMemberIds(
  db: Reader,
  found: ProgrammeInUnit,
  seenFrom: OrgUnitRecord,
  wanted: MembersWanted,
): Promise<string[]> {
  await wayTo(db, seenFrom, wanted.unitId);
  const rows = await idsOf(db, found.programme, wantedOf(found, seenFrom, wanted), wanted);
  return rows.map(({ personId }) => personId);
}

/** The units from the one that the list is seen from down to the one it is cut to. */
export async function wayTo(
  db: Reader,
  seenFrom: OrgUnitRecord,
  unitId = seenFrom.id,
): Promise<OrgUnitRecord[]> {
  const [unit] = await db.select().from(orgUnits).where(eq(orgUnits.id, unitId));
  if (!unit?.path.startsWith(seenFrom.path)) throw new Refused('not-found');
  const ids = unit.path.split('/').filter(Boolean);
  const rows = await db.select().from(orgUnits).where(inArray(orgUnits.id, ids));
  return rows
    .filter(({ path }) => path.startsWith(seenFrom.path))
    .sort((one, other) => one.path.length - other.path.length);
}

function wantedOf(
  { programme, unit }: ProgrammeInUnit,
  seenFrom: OrgUnitRecord,
  { state, query, unitId, withLeft = false }: MembersWanted,
): SQL | undefined {
  const typed = foldName(query ?? '');
  // Whoever left the unit that issued it is still in its list; nobody else sees them.
  const within = unitId === unit.id ? undefined : unitId;
  const cut = within ?? (seenFrom.id === unit.id ? undefined : seenFrom.id);
  return and(
    eq(programmeMembers.programmeId, programme.id),
    cut === undefined ? undefined : membersBelow(cut),
    state
      ? eq(programmeMembers.state, state)
      : withLeft
        ? undefined
        : inArray(programmeMembers.state, ['open', 'completed', 'exempt']),
    typed === ''
      ? undefined
      : sql`EXISTS (SELECT 1 FROM people p WHERE p.id = ${programmeMembers.personId} AND ${namesLike(typed)})`,
  );
}

/** How far states are from being done: those who are asked for something come first. */
const STATE_ORDER = sql`CASE ${programmeMembers.state} WHEN 'open' THEN 0 WHEN 'completed' THEN 1 WHEN 'exempt' THEN 2 ELSE 3 END`;
const UNIT_ORDER = sql`coalesce(${orgUnits.namePinyin}, ${orgUnits.name})`;

function idsOf(
  db: Reader,
  programme: ProgrammeRecord,
  which: SQL | undefined,
  { sort = 'name', descending = false }: MembersWanted,
) {
  const total = sql`(SELECT count(*) FROM programme_courses c WHERE c.programme_id = ${programme.id} AND c.required)`;
  const columns = {
    unit: UNIT_ORDER,
    state: STATE_ORDER,
    required: sql`${programmeMembers.requiredDone}`,
    elective: sql`(${programmeMembers.electiveDone} * 1000000 + ${programmeMembers.electiveHundredths})`,
    missing: sql`CASE ${programmeMembers.state} WHEN 'open' THEN ${total} - ${programmeMembers.requiredDone} ELSE 0 END`,
    active: lastActive(programme),
    due: sql`coalesce(${programmeMembers.extendedTo}, ${programme.endsOn})`,
  };
  const direct = (one: SQL | AnyColumn) => (descending ? desc(one) : asc(one));
  const query = db
    .select({ personId: programmeMembers.personId })
    .from(programmeMembers)
    .$dynamic();
  const placed =
    sort === 'unit'
      ? query
          .leftJoin(
            memberships,
            and(eq(memberships.personId, programmeMembers.personId), isNull(memberships.endsAt)),
          )
          .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
      : query;
  const byName = [programmeMembers.sortName, programmeMembers.personId];
  // By name along the index; of equals otherwise by name as well.
  const order =
    sort === 'name'
      ? byName.map(direct)
      : [direct(columns[sort]), ...byName.map((one) => asc(one))];
  return placed.where(which).orderBy(...order);
}
