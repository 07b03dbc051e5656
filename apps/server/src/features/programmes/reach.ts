// Whom a target means now: the rule is in packages/domain, here are the people it looks at.
import { schema, type Reader } from '@xueshi/database';
import { SENSITIVE_KEY_GROUP, type Candidate, type ProgrammeTarget } from '@xueshi/domain';
import { and, asc, eq, gt, inArray, isNull, like, ne, or, sql, type SQL } from 'drizzle-orm';
import type { OrgUnitRecord, ProgrammeInUnit } from './store.ts';

const { keyGroupMemberships, memberships, orgUnits, people, personStandings } = schema;

const below = (path: string) => like(orgUnits.path, `${path}%`);

/** A stored target with the paths that its units have now; closed and foreign units mean nobody. */
export async function targetOf(
  db: Reader,
  { programme, unit }: ProgrammeInUnit,
): Promise<ProgrammeTarget> {
  const { unitIds, ...target } = programme.target;
  const units = await unitsNamed(db, unitIds);
  return {
    ...target,
    unitPaths: units.map(({ path }) => path).filter((path) => path.startsWith(unit.path)),
  };
}

export async function unitsNamed(db: Reader, ids: readonly string[]): Promise<OrgUnitRecord[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(orgUnits)
    .where(and(inArray(orgUnits.id, [...ids]), isNull(orgUnits.closedAt)))
    .orderBy(asc(orgUnits.path));
}

/** Whoever has a present appointment within the unit that the programme belongs to: nobody else is its to assign. */
const presentIn = (unit: OrgUnitRecord) =>
  and(isNull(memberships.endsAt), isNull(people.closedAt), below(unit.path));

/** Whom the target's places and names could mean; the finer questions come after. */
const inPlaces = ({ unitPaths, personIds }: ProgrammeTarget): SQL | undefined =>
  or(
    ...unitPaths.map(below),
    personIds.length > 0 ? inArray(memberships.personId, [...personIds]) : sql`0`,
  );

const oneOf = (
  column:
    | typeof memberships.positionLevel
    | typeof memberships.rank
    | typeof memberships.audienceCategory,
  wanted: readonly string[],
) => (wanted.length > 0 ? inArray(column, [...wanted]) : undefined);

/**
 * Reserve cadres are known to whoever manages them only (DOMAIN K3): for a unit that somebody else
 * manages a person for, the tag is not there.
 */
const known = (unit: OrgUnitRecord) =>
  or(
    ne(keyGroupMemberships.keyGroup, SENSITIVE_KEY_GROUP),
    isNull(memberships.managingUnitId),
    sql`EXISTS (SELECT 1 FROM org_units m WHERE m.id = ${memberships.managingUnitId} AND m.path LIKE ${`${unit.path}%`})`,
  );

const holdsOneOf = (unit: OrgUnitRecord, wanted: readonly string[]) =>
  sql`EXISTS (SELECT 1 FROM ${keyGroupMemberships} WHERE ${and(
    eq(keyGroupMemberships.personId, memberships.personId),
    isNull(keyGroupMemberships.endsAt),
    inArray(keyGroupMemberships.keyGroup, [...wanted]),
    known(unit),
  )})`;

/** The key groups that some people are in now, as far as the unit may know. */
async function keyGroupsOf(
  db: Reader,
  unit: OrgUnitRecord,
  ids: readonly string[],
): Promise<(personId: string) => readonly string[]> {
  const rows = await db
    .select({ personId: keyGroupMemberships.personId, keyGroup: keyGroupMemberships.keyGroup })
    .from(keyGroupMemberships)
    .innerJoin(
      memberships,
      and(eq(memberships.personId, keyGroupMemberships.personId), isNull(memberships.endsAt)),
    )
    .where(
      and(
        inArray(keyGroupMemberships.personId, [...ids]),
        isNull(keyGroupMemberships.endsAt),
        known(unit),
      ),
    );
  const groups = Map.groupBy(rows, ({ personId }) => personId);
  return (personId) => (groups.get(personId) ?? []).map(({ keyGroup }) => keyGroup);
}

/** The same question as `matchesTarget`, asked of the database: for counting. A test holds them together. */
function meant(unit: OrgUnitRecord, target: ProgrammeTarget): SQL | undefined {
  const { unitPaths, categories, personIds } = target;
  const narrowed = and(
    or(...unitPaths.map(below), sql`0`),
    oneOf(memberships.audienceCategory, categories),
    oneOf(memberships.positionLevel, target.positionLevels),
    oneOf(memberships.rank, target.ranks),
    target.keyGroups.length > 0 ? holdsOneOf(unit, target.keyGroups) : undefined,
  );
  return personIds.length > 0
    ? or(inArray(memberships.personId, [...personIds]), narrowed)
    : narrowed;
}

const candidate = {
  personId: memberships.personId,
  name: people.name,
  sortName: people.namePinyin,
  unitPath: orgUnits.path,
  unitName: orgUnits.name,
  post: memberships.post,
  category: memberships.audienceCategory,
  positionLevel: memberships.positionLevel,
  rank: memberships.rank,
};

const candidates = (db: Reader) =>
  db
    .select(candidate)
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId));

export interface Reached extends Candidate {
  readonly sortName: string;
}

/** The next people by id whom the target could mean, with what it asks about. */
export async function candidatesAfter(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
  from: { after: string; limit: number } | { personIds: readonly string[] },
): Promise<Reached[]> {
  const which =
    'after' in from
      ? and(inPlaces(target), gt(memberships.personId, from.after))
      : inArray(memberships.personId, [...from.personIds]);
  const query = candidates(db)
    .where(and(presentIn(unit), which))
    .orderBy(asc(memberships.personId));
  const rows = 'after' in from ? await query.limit(from.limit) : await query;
  const asksForGroups = target.keyGroups.length > 0 && rows.length > 0;
  const ids = rows.map(({ personId }) => personId);
  const groupsOf = asksForGroups ? await keyGroupsOf(db, unit, ids) : () => [];
  return rows.map((row) => ({
    personId: row.personId,
    sortName: row.sortName,
    unitPath: row.unitPath,
    category: row.category,
    keyGroups: groupsOf(row.personId),
    positionLevel: row.positionLevel,
    rank: row.rank,
  }));
}

/** How many a target means, by category. */
export async function countReached(db: Reader, unit: OrgUnitRecord, target: ProgrammeTarget) {
  return db
    .select({ category: memberships.audienceCategory, people: sql<number>`count(*)` })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(presentIn(unit), meant(unit, target)))
    .groupBy(memberships.audienceCategory)
    .orderBy(asc(memberships.audienceCategory));
}

/** All of them by their ids, in no order: few of very many people are found by their units. */
export async function allReached(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
): Promise<string[]> {
  const rows = await candidates(db).where(and(presentIn(unit), meant(unit, target)));
  return rows.map(({ personId }) => personId);
}

/** Whether a target means more people than so many. */
export async function areMoreThan(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
  few: number,
): Promise<boolean> {
  const rows = await candidates(db)
    .where(and(presentIn(unit), meant(unit, target)))
    .limit(few + 1);
  return rows.length > few;
}

/** The units in whose subtrees a target looks for people; without those named one by one. */
export async function unitsOf(db: Reader, { unitPaths }: ProgrammeTarget): Promise<string[]> {
  const rows = await db
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(or(...unitPaths.map(below), sql`0`));
  return rows.map(({ id }) => id);
}

/**
 * Those whom a target means in some units, or of some people; and whether their standing says that they
 * owe nothing of a year any more. A year of which there are no standings leaves everybody.
 */
export async function reachedIn(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
  year: number,
  part: { readonly unitIds: readonly string[] } | { readonly personIds: readonly string[] },
) {
  const owesNothing = sql<number>`EXISTS (SELECT 1 FROM ${personStandings} s
    WHERE s.year = ${year} AND s.person_id = ${memberships.personId}
      AND s.state IN ('met', 'exempt', 'without_category'))`;
  const where =
    'unitIds' in part
      ? inArray(memberships.orgUnitId, [...part.unitIds])
      : inArray(memberships.personId, [...part.personIds]);
  return db
    .select({ personId: memberships.personId, owesNothing })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(and(where, presentIn(unit), meant(unit, target)));
}

/** The first of them, by pinyin. */
export async function firstReached(
  db: Reader,
  unit: OrgUnitRecord,
  target: ProgrammeTarget,
  limit: number,
) {
  return candidates(db)
    .where(and(presentIn(unit), meant(unit, target)))
    .orderBy(asc(people.namePinyin), asc(people.id))
    .limit(limit);
}
