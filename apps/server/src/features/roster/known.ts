// What the installation knows of the units and people that rows of a roster name.
import { schema, type Reader } from '@xueshi/database';
import { and, eq, inArray, isNull } from 'drizzle-orm';

const { memberships, orgUnits, people } = schema;

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
    .select({ person: people, membership: memberships, unitPath: orgUnits.path })
    .from(people)
    .leftJoin(memberships, and(eq(memberships.personId, people.id), isNull(memberships.endsAt)))
    .leftJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .where(inArray(people.code, [...codes]));

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
