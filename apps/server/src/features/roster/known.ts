// What the installation knows of the units and people that rows of a roster name.
import { schema, type Reader } from '@xueshi/database';
import { trainingDayOf, type PersonStatus, type PresentStatus } from '@xueshi/domain';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';

const { keyGroupMemberships, memberships, orgUnits, people, personStatuses } = schema;
const managing = alias(orgUnits, 'managing');

export interface KnownUnit {
  readonly id: string;
  readonly path: string;
  readonly open: boolean;
}

export type KnownPerson = Awaited<ReturnType<typeof peopleByCode>>[number];

/** Units by code, remembered for one check: rosters name the same few thousand again and again. */
export class UnitsByCode {
  readonly #db: Reader;
  readonly #known = new Map<string, KnownUnit | null>();

  constructor(db: Reader) {
    this.#db = db;
  }

  async learn(codes: readonly string[]): Promise<void> {
    const unknown = [...new Set(codes)].filter((code) => !this.#known.has(code));
    if (unknown.length === 0) return;
    const rows = await this.#db
      .select({
        id: orgUnits.id,
        path: orgUnits.path,
        code: orgUnits.code,
        closedAt: orgUnits.closedAt,
      })
      .from(orgUnits)
      .where(inArray(orgUnits.code, unknown));
    for (const code of unknown) this.#known.set(code, null);
    for (const { code, closedAt, ...unit } of rows) {
      if (code !== null) this.#known.set(code, { ...unit, open: closedAt === null });
    }
  }

  /** The unit, if it lies in the subtree: of those outside nothing is told. */
  within(code: string, scopePath: string): KnownUnit | null {
    const unit = this.#known.get(code) ?? null;
    return unit?.path.startsWith(scopePath) ? unit : null;
  }

  /** Any unit: a managing authority may lie in another line. */
  any(code: string): KnownUnit | null {
    return this.#known.get(code) ?? null;
  }
}

export const peopleByCode = (db: Reader, codes: readonly string[]) =>
  db
    .select({
      person: people,
      membership: memberships,
      unitPath: orgUnits.path,
      managingPath: managing.path,
    })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(managing, eq(managing.id, memberships.managingUnitId))
    .where(inArray(people.code, [...codes]));

type StatusRow = typeof personStatuses.$inferSelect;

/** The records of some people's statuses: the one that holds, and the one that it followed. */
export async function statusesOf(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { present: StatusRow | null; earlier: StatusRow | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(personStatuses)
    .where(inArray(personStatuses.personId, [...ids]))
    .orderBy(asc(personStatuses.startsAt), asc(personStatuses.recordedAt));
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return new Map(
    [...byPerson].map(([personId, records]) => {
      const present = records.findLast(({ endsAt }) => endsAt === null) ?? null;
      const began = present?.startsAt.getTime();
      const earlier = records.findLast(({ endsAt }) => endsAt?.getTime() === began) ?? null;
      return [personId, { present, earlier: present && earlier }];
    }),
  );
}

const dayOf = (at: Date | undefined) => (at === undefined ? null : trainingDayOf(at));

/** The status of somebody known, as a roster's is held against it. */
export function presentStatus(
  person: { readonly status: string } | undefined,
  records: { present: StatusRow | null; earlier: StatusRow | null } | undefined,
): PresentStatus {
  return {
    status: (person?.status ?? 'active') as PersonStatus,
    since: dayOf(records?.present?.startsAt),
    earlierSince: dayOf(records?.earlier?.startsAt),
  };
}

export interface HeldGroup {
  readonly id: string;
  readonly group: string;
}

/** The key groups that some people are in now, with the record of each. */
export async function groupsOf(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly HeldGroup[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(keyGroupMemberships)
    .where(
      and(inArray(keyGroupMemberships.personId, [...ids]), isNull(keyGroupMemberships.endsAt)),
    );
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return new Map(
    [...byPerson].map(([personId, held]) => [
      personId,
      held.map(({ id, keyGroup }) => ({ id, group: keyGroup })),
    ]),
  );
}

/** Who has these identity numbers, by their index. */
export async function holdersOf(
  db: Reader,
  indexes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (indexes.length === 0) return new Map();
  const rows = await db
    .select({ id: people.id, identityIndex: people.identityIndex })
    .from(people)
    .where(inArray(people.identityIndex, [...indexes]));
  return new Map(rows.map(({ id, identityIndex }) => [identityIndex ?? '', id]));
}
