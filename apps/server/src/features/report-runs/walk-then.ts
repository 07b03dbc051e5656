// Goes through the people of a subtree as it was at the end of a past day, a page at a time.
import { listed, oneOf, schema } from '@xueshi/database';
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { pathsThen, treeThen, validAt } from '../org-tree/service.ts';
import { policiesThen } from '../requirements/service.ts';
import { standingsThen } from '../standings/service.ts';
import { withGroups, type Making, type WalkedPerson, type WalkedUnit } from './walk.ts';

const { memberships, orgUnitVersions, people } = schema;

const PEOPLE_A_PAGE = 500;
const UNITS_AT_ONCE = 200;

/** The report's unit and the open units below it then; [] where it was not there yet. */
export async function unitsThen({ db, unit }: Making, at: Date): Promise<WalkedUnit[]> {
  const units = await treeThen(db, unit.id, at);
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  return units.map((one) => ({
    unit: { ...one, closedAt: null },
    names: one.path.split('/').flatMap((id) => nameOf.get(id) ?? []),
  }));
}

const heldAt = (at: Date) =>
  and(lte(memberships.startsAt, at), or(isNull(memberships.endsAt), gt(memberships.endsAt, at)));

const placed = (unitIds: readonly string[]) => ({ units: listed(unitIds) });

/** How many appointments there were then. */
export async function countThen(making: Making, at: Date): Promise<number> {
  const units = await unitsThen(making, at);
  const [row] = await making.db
    .select({ count: sql<number>`count(*)` })
    .from(memberships)
    .where(and(oneOf(memberships.orgUnitId, 'units'), heldAt(at)))
    .prepare()
    .all(placed(units.map(({ unit }) => unit.id)));
  return row?.count ?? 0;
}

interface After {
  readonly path: string;
  readonly pinyin: string;
  readonly id: string;
}

const pageThen = ({ db }: Making, unitIds: readonly string[], at: Date, after: After) =>
  db
    .select({
      personId: people.id,
      unitId: memberships.orgUnitId,
      path: orgUnitVersions.path,
      pinyin: people.namePinyin,
      name: people.name,
      code: people.code,
      post: memberships.post,
      positionLevel: memberships.positionLevel,
      rank: memberships.rank,
    })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .innerJoin(orgUnitVersions, and(eq(orgUnitVersions.unitId, memberships.orgUnitId), validAt(at)))
    .where(
      and(
        oneOf(memberships.orgUnitId, 'units'),
        heldAt(at),
        sql`(${orgUnitVersions.path}, ${people.namePinyin}, ${people.id}) > (${after.path}, ${after.pinyin}, ${after.id})`,
      ),
    )
    .orderBy(asc(orgUnitVersions.path), asc(people.namePinyin), asc(people.id))
    .limit(PEOPLE_A_PAGE)
    .prepare()
    .all(placed(unitIds));

/** What is known of somebody then, and where they and their unit of then are today. */
export interface PersonThen extends Omit<WalkedPerson, 'keyGroups'> {
  readonly unitPathNow: string;
  readonly lastPathNow: string;
}

/** Whoever counted then, unit by unit of then, by name; nobody is filtered away. */
export async function* peopleThen(making: Making, at: Date): AsyncGenerator<readonly PersonThen[]> {
  const { db, signal, looked } = making;
  const units = await unitsThen(making, at);
  const policies = await policiesThen(db, at, (ids) => pathsThen(db, ids, at));
  const paths = new Map(units.map(({ unit }) => [unit.id, unit.path]));
  for (let from = 0; from < units.length; from += UNITS_AT_ONCE) {
    const byId = new Map(units.slice(from, from + UNITS_AT_ONCE).map((one) => [one.unit.id, one]));
    let after: After = { path: '', pinyin: '', id: '' };
    for (;;) {
      signal.throwIfAborted();
      const rows = await pageThen(making, [...byId.keys()], at, after);
      const ids = rows.map(({ personId }) => personId);
      const known = await standingsThen(db, { at, policies, paths }, ids);
      yield rows.flatMap(({ personId, unitId, pinyin: _, ...row }) => {
        const [stood, where] = [known.get(personId), byId.get(unitId)];
        if (!stood || !where || stood.standing.unitId !== unitId) return [];
        return { ...stood, ...row, at: where };
      });
      looked(rows.length);
      const last = rows.at(-1);
      if (!last || rows.length < PEOPLE_A_PAGE) break;
      after = { path: last.path, pinyin: last.pinyin, id: last.personId };
      await othersTurn();
    }
  }
}

/**
 * The same for lists of names, filtered: only people who are, or were last, within the report's subtree
 * as it is today, of units that are in it today. Whoever reads the unit gets the file (DOMAIN G3).
 */
export async function* namesThen(
  making: Making,
  at: Date,
): AsyncGenerator<readonly WalkedPerson[]> {
  const {
    unit,
    filters: { state, category, direct },
  } = making;
  const isHere = (path: string) => path.startsWith(unit.path);
  for await (const page of peopleThen(making, at)) {
    const found = page.filter(
      ({ standing, unitPathNow, lastPathNow }) =>
        isHere(unitPathNow) &&
        isHere(lastPathNow) &&
        (state === undefined || standing.state === state) &&
        (category === undefined || (standing.category ?? 'none') === category) &&
        (direct !== true || standing.unitId === unit.id),
    );
    yield await withGroups(making, found, at);
  }
}
