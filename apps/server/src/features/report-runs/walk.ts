// Goes through a subtree of any size unit by unit and person by person, a page of each at a time.
import type { ReportFilters } from '@xueshi/contracts';
import { schema, type Db } from '@xueshi/database';
import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { OrgUnit } from '../../platform/authorisation.ts';
import type { Category } from '../audience-categories/service.ts';
import type { KeyGroup } from '../key-groups/service.ts';
import { unitsBelow } from '../organisations/service.ts';
import type { SealedYear } from '../year-closing/service.ts';
import { shownGroupsOf } from './key-groups.ts';
import { peopleClosed } from './walk-closed.ts';

const { memberships, orgUnits, people, personStandings } = schema;

/** What a report is made from, and whom it tells how far it has come. */
export interface Making {
  readonly db: Db;
  readonly unit: OrgUnit;
  readonly year: number;
  readonly filters: ReportFilters;
  readonly locale: 'zh-CN' | 'en';
  readonly signal: AbortSignal;
  readonly now: Date;
  /** The closed year whose frozen figures are told; null: as people stand now. */
  readonly closing: SealedYear | null;
  /** The key groups there are, with what they are called. */
  readonly keyGroups: readonly KeyGroup[];
  readonly categories: readonly Category[];
  /** So many more people or units were looked at. */
  looked(count: number): void;
}

export interface WalkedUnit {
  readonly unit: Pick<OrgUnit, 'id' | 'name' | 'path' | 'level' | 'closedAt'>;
  /** The names from the report's unit down to this one. */
  readonly names: readonly string[];
}

/** The unit and everything below it, parents before their children, a page at a time. */
export async function* unitPages({
  db,
  unit: top,
  filters,
  signal,
}: Making): AsyncGenerator<readonly WalkedUnit[]> {
  if (filters.direct === true) {
    yield [{ unit: top, names: [top.name] }];
    return;
  }
  let way: OrgUnit[] = [];
  for await (const rows of unitsBelow(db, top.path)) {
    signal.throwIfAborted();
    yield rows.map((unit) => {
      way = [...way.filter((above) => unit.path.startsWith(above.path)), unit];
      return { unit, names: way.map(({ name }) => name) };
    });
    await othersTurn();
  }
}

const pageOfPeople = (
  { db, year, filters: { state, category } }: Making,
  unitIds: readonly string[],
  after: { path: string; pinyin: string; id: string },
  limit: number,
) =>
  db
    .select({
      standing: personStandings,
      path: orgUnits.path,
      name: people.name,
      code: people.code,
      post: memberships.post,
      positionLevel: memberships.positionLevel,
      rank: memberships.rank,
    })
    .from(personStandings)
    .innerJoin(orgUnits, eq(orgUnits.id, personStandings.unitId))
    .innerJoin(people, eq(people.id, personStandings.personId))
    .leftJoin(
      memberships,
      and(eq(memberships.personId, personStandings.personId), isNull(memberships.endsAt)),
    )
    .where(
      and(
        inArray(personStandings.unitId, [...unitIds]),
        eq(personStandings.year, year),
        state === undefined ? undefined : eq(personStandings.state, state),
        category === undefined
          ? undefined
          : sql`coalesce(${personStandings.category}, 'none') = ${category}`,
        or(
          gt(orgUnits.path, after.path),
          and(
            eq(orgUnits.path, after.path),
            sql`(${personStandings.namePinyin}, ${personStandings.personId}) > (${after.pinyin}, ${after.id})`,
          ),
        ),
      ),
    )
    .orderBy(asc(orgUnits.path), asc(personStandings.namePinyin), asc(personStandings.personId))
    .limit(limit);

type FoundPerson = Awaited<ReturnType<typeof pageOfPeople>>[number] & { readonly at: WalkedUnit };
export type WalkedPerson = FoundPerson & { readonly keyGroups: readonly string[] };

/** With the key groups that may be told, and cut to the one that is wanted; `then` null: as they are now. */
export async function withGroups<Found extends Pick<FoundPerson, 'standing'>>(
  { db, keyGroups: known, filters: { keyGroup } }: Making,
  found: readonly Found[],
  then: Date | null,
): Promise<(Found & { readonly keyGroups: readonly string[] })[]> {
  const ids = found.map(({ standing }) => standing.personId);
  const groups = await shownGroupsOf({ db, keyGroups: known }, ids, then);
  return found
    .map((one) => ({ ...one, keyGroups: groups.get(one.standing.personId) ?? [] }))
    .filter(({ keyGroups }) => keyGroup === undefined || keyGroups.includes(keyGroup));
}

/** Whoever counts in the year and is not filtered away, unit by unit, by name; at most `most` at a time. */
export async function* peoplePages(
  making: Making,
  most = 1_000,
): AsyncGenerator<readonly WalkedPerson[]> {
  if (making.closing !== null) {
    yield* peopleClosed(making, making.closing);
    return;
  }
  for await (const units of unitPages(making)) {
    const byId = new Map(units.map((one) => [one.unit.id, one]));
    let after = { path: '', pinyin: '', id: '' };
    for (;;) {
      making.signal.throwIfAborted();
      const rows = await pageOfPeople(making, [...byId.keys()], after, most);
      const found = rows.flatMap((row) => {
        const at = byId.get(row.standing.unitId);
        return at ? [{ ...row, at }] : [];
      });
      const told = await withGroups(making, found, null);
      if (told.length > 0) yield told;
      making.looked(rows.length);
      const last = rows.at(-1);
      if (!last || rows.length < most) break;
      after = {
        path: last.path,
        pinyin: last.standing.namePinyin,
        id: last.standing.personId,
      };
      await othersTurn();
    }
  }
}
