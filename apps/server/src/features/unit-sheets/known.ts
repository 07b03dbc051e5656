// The tree that the rows of a file are held against: a subtree, and what its rules look at around it.
import type { UnitFields } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import type { UnitState } from '@xueshi/domain';
import { and, eq, gt, inArray, isNull, lt, ne } from 'drizzle-orm';
import { administers, type OrgUnit } from '../../platform/authorisation.ts';
import type { Actor } from '../../platform/sessions.ts';
import { personOfLogin } from '../accounts/service.ts';
import { unitOfPerson } from '../organisations/service.ts';

const { orgUnitAncestors, orgUnits } = schema;

/** Comes after every sign of a path. */
const AFTER_ALL = '~';
/** Values of one statement. */
const AT_ONCE = 500;

export const stateOf = (unit: OrgUnit): UnitState => ({
  id: unit.id,
  parentId: unit.parentId,
  name: unit.name,
  code: unit.code,
  level: unit.level as UnitState['level'],
  kind: unit.kind as UnitState['kind'],
  form: unit.form,
  regionCode: unit.regionCode,
  managementMode: unit.managementMode as UnitState['managementMode'],
  principalOrgId: unit.principalOrgId,
  placeUnitId: unit.placeUnitId,
});

/** A unit in the words of the form that changes it, its principal and its place left out. */
export const fieldsIn = (state: UnitState) => ({
  name: state.name,
  code: state.code,
  level: state.level,
  kind: state.kind,
  form: state.form as UnitFields['form'],
  regionCode: state.regionCode,
  managementMode: state.managementMode,
});

export interface KnownTree {
  readonly root: OrgUnit;
  /** The root and all below it, closed ones too. */
  readonly within: ReadonlyMap<string, OrgUnit>;
  /** The unit above the root and the root's open siblings. */
  readonly around: readonly OrgUnit[];
  /** Open units of other lines that are in a place of this tree. */
  readonly located: readonly OrgUnit[];
}

export async function readTree(db: Reader, root: OrgUnit): Promise<KnownTree> {
  const within = await db
    .select()
    .from(orgUnits)
    .where(
      and(gt(orgUnits.path, root.path.slice(0, -1)), lt(orgUnits.path, root.path + AFTER_ALL)),
    );
  const around =
    root.parentId === null
      ? []
      : [
          ...(await db.select().from(orgUnits).where(eq(orgUnits.id, root.parentId))),
          ...(await db
            .select()
            .from(orgUnits)
            .where(
              and(
                eq(orgUnits.parentId, root.parentId),
                isNull(orgUnits.closedAt),
                ne(orgUnits.id, root.id),
              ),
            )),
        ];
  const byId = new Map(within.map((unit) => [unit.id, unit]));
  return { root, within: byId, around, located: await locatedIn(db, root, byId) };
}

/** Open units of other lines that are in a place of a tree. */
async function locatedIn(
  db: Reader,
  root: OrgUnit,
  within: ReadonlyMap<string, OrgUnit>,
): Promise<OrgUnit[]> {
  const rows = await db
    .select({ unit: orgUnits })
    .from(orgUnitAncestors)
    .innerJoin(orgUnits, eq(orgUnits.placeUnitId, orgUnitAncestors.unitId))
    .where(and(eq(orgUnitAncestors.ancestorId, root.id), isNull(orgUnits.closedAt)));
  return rows.map(({ unit }) => unit).filter(({ id }) => !within.has(id));
}

export const openOnes = ({ within, around, located }: KnownTree): UnitState[] =>
  [...located, ...around, ...within.values()]
    .filter(({ closedAt }) => closedAt === null)
    .map(stateOf);

export type UnitsByCode = ReadonlyMap<string, OrgUnit>;

/** Units anywhere by code: a code is taken once in the installation, a principal and a place may lie outside. */
export async function unitsByCode(db: Reader, codes: Iterable<string>): Promise<UnitsByCode> {
  const wanted = [...new Set(codes)];
  const found = new Map<string, OrgUnit>();
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const rows = await db
      .select()
      .from(orgUnits)
      .where(inArray(orgUnits.code, wanted.slice(at, at + AT_ONCE)));
    for (const unit of rows) found.set(unit.code ?? '', unit);
  }
  return found;
}

export interface Answerable {
  readonly personId: string;
  /** Whether the actor may name them: they belong to what the actor administers. */
  readonly mayBeNamed: boolean;
}

/** Who may answer for units, by login name; each is looked up once. */
export class Answerables {
  readonly #known = new Map<string, Answerable | null>();

  readonly #db: Reader;
  readonly #actor: Actor;

  constructor(db: Reader, actor: Actor) {
    this.#db = db;
    this.#actor = actor;
  }

  async find(login: string): Promise<Answerable | null> {
    const known = this.#known.get(login);
    if (known !== undefined) return known;
    const personId = await personOfLogin(this.#db, login);
    const at = personId === null ? null : await unitOfPerson(this.#db, personId);
    const found =
      personId === null
        ? null
        : { personId, mayBeNamed: at !== null && administers(this.#actor, at.path) };
    this.#known.set(login, found);
    return found;
  }
}
