// Goes through the units and people of a year that was closed, as they were frozen, a page at a time.
import { listed, oneOf, schema } from '@xueshi/database';
import { startOfTrainingDay } from '@xueshi/domain';
import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { StandingRow } from '../standings/service.ts';
import type { SealedYear } from '../year-closing/service.ts';
import { withGroups, type Making, type WalkedPerson, type WalkedUnit } from './walk.ts';

const { closedStandings, closedUnitFigures, closingChanges, memberships, orgUnits, people } =
  schema;

const UNITS_AT_ONCE = 200;
const PEOPLE_A_PAGE = 500;

/** The last moment of a training year: posts and key groups are told as they were then. */
const yearEnd = (year: number): Date =>
  new Date((startOfTrainingDay(`${year + 1}-01-01`)?.getTime() ?? 0) - 1);

/** The units of the report's subtree as it was when the year was closed, parents before their children. */
export async function unitsClosed(
  { db, filters }: Making,
  { closingId, path }: SealedYear,
): Promise<WalkedUnit[]> {
  const rows = await db
    .select({ figures: closedUnitFigures, level: orgUnits.level })
    .from(closedUnitFigures)
    .innerJoin(orgUnits, eq(orgUnits.id, closedUnitFigures.unitId))
    .where(
      and(
        eq(closedUnitFigures.closingId, closingId),
        filters.direct === true
          ? eq(closedUnitFigures.path, path)
          : sql`substr(${closedUnitFigures.path}, 1, ${path.length}) = ${path}`,
      ),
    )
    .orderBy(asc(closedUnitFigures.path));
  const nameOf = new Map(rows.map(({ figures }) => [figures.unitId, figures.name]));
  return rows.map(({ figures, level }) => ({
    unit: { id: figures.unitId, name: figures.name, path: figures.path, level, closedAt: null },
    names: figures.path.split('/').flatMap((id) => nameOf.get(id) ?? []),
  }));
}

interface After {
  readonly path: string;
  readonly pinyin: string;
  readonly id: string;
}

const pageClosed = (
  { db, year, filters: { state, category } }: Making,
  closingId: string,
  unitIds: readonly string[],
  after: After,
) => {
  const end = yearEnd(year);
  return db
    .select({
      frozen: closedStandings,
      path: closedUnitFigures.path,
      pinyin: people.namePinyin,
      code: people.code,
      post: memberships.post,
      positionLevel: memberships.positionLevel,
      rank: memberships.rank,
    })
    .from(closedStandings)
    .innerJoin(
      closedUnitFigures,
      and(
        eq(closedUnitFigures.closingId, closedStandings.closingId),
        eq(closedUnitFigures.unitId, closedStandings.unitId),
      ),
    )
    .innerJoin(people, eq(people.id, closedStandings.personId))
    .leftJoin(
      memberships,
      and(
        eq(memberships.personId, closedStandings.personId),
        lte(memberships.startsAt, end),
        or(isNull(memberships.endsAt), gt(memberships.endsAt, end)),
      ),
    )
    .where(
      and(
        eq(closedStandings.closingId, closingId),
        oneOf(closedStandings.unitId, 'units'),
        state === undefined ? undefined : eq(closedStandings.state, state),
        category === undefined
          ? undefined
          : sql`coalesce(${closedStandings.category}, 'none') = ${category}`,
        sql`(${closedUnitFigures.path}, ${people.namePinyin}, ${people.id}) > (${after.path}, ${after.pinyin}, ${after.id})`,
      ),
    )
    .orderBy(asc(closedUnitFigures.path), asc(people.namePinyin), asc(people.id))
    .limit(PEOPLE_A_PAGE)
    .prepare()
    .all({ units: listed(unitIds) });
};

type FrozenRow = Awaited<ReturnType<typeof pageClosed>>[number];

/** What was not frozen is not told: whether less was owed, and how the year would have ended. */
const standingOf = ({ frozen, pinyin }: FrozenRow, year: number): StandingRow => {
  const { closingId: _, name: _name, ...standing } = frozen;
  return {
    ...standing,
    year,
    namePinyin: pinyin,
    onCourseUntilDaysLeft: null,
    adjustment: null,
    outlook: 'none',
    unsureUntilDaysLeft: null,
    missingHundredths: 0,
  };
};

/** Whoever was frozen and is not filtered away, unit by unit of then, by name. */
export async function* peopleClosed(
  making: Making,
  closing: SealedYear,
): AsyncGenerator<readonly WalkedPerson[]> {
  const { signal, looked, year } = making;
  const units = await unitsClosed(making, closing);
  for (let from = 0; from < units.length; from += UNITS_AT_ONCE) {
    const byId = new Map(units.slice(from, from + UNITS_AT_ONCE).map((one) => [one.unit.id, one]));
    let after: After = { path: '', pinyin: '', id: '' };
    for (;;) {
      signal.throwIfAborted();
      const rows = await pageClosed(making, closing.closingId, [...byId.keys()], after);
      const found = rows.flatMap((row) => {
        const at = byId.get(row.frozen.unitId);
        return at ? [{ ...row, name: row.frozen.name, standing: standingOf(row, year), at }] : [];
      });
      const told = await withGroups(making, found, yearEnd(year));
      if (told.length > 0) yield told;
      looked(rows.length);
      const last = rows.at(-1);
      if (!last || rows.length < PEOPLE_A_PAGE) break;
      after = { path: last.path, pinyin: last.pinyin, id: last.frozen.personId };
      await othersTurn();
    }
  }
}

export interface Corrected {
  readonly hundredths: number;
  readonly halfDays: number;
}

/** What the ledger added to these people's closed year since, or took away; nothing for most. */
export async function changesSince(
  { db }: Making,
  { closingId }: SealedYear,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Corrected>> {
  const rows = await db
    .select()
    .from(closingChanges)
    .where(and(eq(closingChanges.closingId, closingId), oneOf(closingChanges.personId, 'people')))
    .prepare()
    .all({ people: listed(personIds) });
  return new Map(
    rows.map(({ personId, hundredths, halfDays }) => [personId, { hundredths, halfDays }]),
  );
}
