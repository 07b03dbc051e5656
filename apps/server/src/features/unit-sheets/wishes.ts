// What each row of a file wants of its unit, once it is known which unit that is.
import type { UnitSheetErrorCode, UnitSheetField } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { sameUnit, type UnitState } from '@xueshi/domain';
import type { Actor } from '../../platform/sessions.ts';
import { Answerables, stateOf, type KnownTree, type UnitsByCode } from './known.ts';
import { referencesOf, type Match } from './match.ts';
import type { Columns, UnitRow } from './read-row.ts';

export interface Wish extends Match {
  readonly then: UnitState;
  /** Who is to answer for the unit; undefined where that stays. */
  readonly responsible: string | null | undefined;
  readonly action: 'add' | 'update' | 'same';
}

export interface Judging {
  readonly db: Reader;
  readonly actor: Actor;
  readonly tree: KnownTree;
  readonly columns: Columns;
  readonly now: Date;
}

/** Tells an error at a row’s cell. */
export type Wrong = (
  row: UnitRow,
  field: UnitSheetField,
  code: UnitSheetErrorCode,
  otherRow?: number,
) => void;

/** Under which name a row holds what is in a column. */
export const CELLS = {
  code: 'code',
  name: 'name',
  parentCode: 'parent',
  level: 'level',
  kind: 'kind',
  form: 'form',
  regionCode: 'regionCode',
  managementMode: 'managementMode',
  principalCode: 'principal',
  placeCode: 'place',
  responsibleLogin: 'responsible',
  id: 'id',
} as const satisfies Record<UnitSheetField, keyof UnitRow>;

/** What a new unit has to say. */
const NEEDED = [
  { field: 'name', code: 'name-missing' },
  { field: 'parentCode', code: 'parent-missing' },
  { field: 'level', code: 'level-missing' },
  { field: 'kind', code: 'kind-missing' },
] as const;

/** What a new unit is where its row does not say; what it has to say is told where it is missing. */
const NEW: Omit<UnitState, 'id'> = {
  parentId: null,
  name: '',
  code: null,
  level: 'village',
  kind: 'department',
  form: null,
  regionCode: null,
  managementMode: 'territorial',
  principalOrgId: null,
  placeUnitId: null,
};

/** The unit above, as a row names it; null was told as wrong. */
function parentOf(
  { row, unit }: Match,
  { tree, find, wrong }: { tree: KnownTree; find: (name: string) => string | null; wrong: Wrong },
): string | null {
  if (row.parent === undefined) return unit?.parentId ?? null;
  const found = find(row.parent);
  if (unit?.id === tree.root.id) {
    // Where the root lies is not for those below to say; naming the unit above it changes nothing.
    const above = tree.around.find(({ id }) => id === unit.parentId);
    if (above?.code !== row.parent && above?.id !== row.parent)
      wrong(row, 'parentCode', 'parent-fixed');
    return unit.parentId;
  }
  const parent = tree.within.get(found ?? '');
  if (found === null || parent?.closedAt) wrong(row, 'parentCode', 'parent-unknown');
  return found;
}

function principalOf(
  { row, unit }: Match,
  managementMode: UnitState['managementMode'],
  find: (name: string) => string | null,
): string | null | undefined {
  if (row.principal) return find(row.principal) ?? undefined;
  // A unit of its place has none: an empty cell is enough to say so.
  if (row.principal === null || managementMode === 'territorial') return null;
  return unit?.principalOrgId ?? null;
}

/** The place, as a row names it by its code; null where there is none or it was told as wrong. */
function placeOf(
  { row, unit }: Match,
  managementMode: UnitState['managementMode'],
  {
    tree,
    findAnywhere,
    wrong,
  }: { tree: KnownTree; findAnywhere: (code: string) => string | null; wrong: Wrong },
): string | null {
  if (!row.place) {
    const isNone = row.place === null || managementMode === 'territorial';
    return isNone ? null : (unit?.placeUnitId ?? null);
  }
  // By its id, a place could be named that has no code to be told by when the row takes effect.
  const found = tree.within.has(row.place) ? null : findAnywhere(row.place);
  if (found === null || tree.within.get(found)?.closedAt) wrong(row, 'placeCode', 'place-unknown');
  // What lies above the root is not looked at further on.
  else if (found !== tree.root.id && tree.root.path.includes(`/${found}/`))
    wrong(row, 'placeCode', 'place-in-line');
  return found;
}

/** A unit as its row wants it. */
function stateThen(
  { row, unit, id }: Match,
  placed: Pick<UnitState, 'parentId' | 'principalOrgId' | 'placeUnitId' | 'managementMode'>,
): UnitState {
  const before: UnitState = unit ? stateOf(unit) : { ...NEW, id };
  return {
    id,
    ...placed,
    name: row.name ?? before.name,
    code: row.code === undefined ? before.code : row.code,
    level: row.level ?? before.level,
    kind: row.kind ?? before.kind,
    form: row.form === undefined ? before.form : row.form,
    regionCode: row.regionCode === undefined ? before.regionCode : row.regionCode,
  };
}

function actionOf({ unit }: Match, then: UnitState, responsible: string | null | undefined) {
  if (!unit) return 'add';
  const isSame =
    responsible === undefined && unit.parentId === then.parentId && sameUnit(stateOf(unit), then);
  return isSame ? 'same' : 'update';
}

/** What each row wants of its unit; what it names that is not there is told. */
export async function wishesOf(
  { db, actor, tree }: Judging,
  matches: readonly Match[],
  { wrong, anywhere }: { wrong: Wrong; anywhere: UnitsByCode },
): Promise<Wish[]> {
  const find = referencesOf(tree, matches);
  const answerables = new Answerables(db, actor);
  const findAnywhere = (code: string) => {
    const beyond = anywhere.get(code);
    return find(code) ?? (beyond?.closedAt === null ? beyond.id : null);
  };
  const wishes: Wish[] = [];
  for (const match of matches) {
    const { row, unit } = match;
    if (!unit)
      for (const { field, code } of NEEDED)
        if (row[CELLS[field]] === undefined) wrong(row, field, code);
    const managementMode = row.managementMode ?? (unit ? stateOf(unit) : NEW).managementMode;
    const principalOrgId = principalOf(match, managementMode, findAnywhere);
    if (principalOrgId === undefined) wrong(row, 'principalCode', 'principal-unknown');
    const then = stateThen(match, {
      parentId: parentOf(match, { tree, find, wrong }),
      managementMode,
      principalOrgId: principalOrgId ?? null,
      placeUnitId: placeOf(match, managementMode, { tree, findAnywhere, wrong }),
    });
    const responsible = await responsibleOf(match, answerables, wrong);
    wishes.push({ ...match, then, responsible, action: actionOf(match, then, responsible) });
  }
  return wishes;
}

/** Who is to answer for a unit, by login name; undefined where it is who does already. */
async function responsibleOf(
  { row, unit }: Match,
  answerables: Answerables,
  wrong: Wrong,
): Promise<string | null | undefined> {
  if (row.responsible === undefined) return undefined;
  if (row.responsible === null) return unit?.responsiblePersonId ? null : undefined;
  const found = await answerables.find(row.responsible);
  if (found && found.personId === unit?.responsiblePersonId) return undefined;
  if (!found?.mayBeNamed) wrong(row, 'responsibleLogin', 'responsible-unknown');
  return row.responsible;
}
