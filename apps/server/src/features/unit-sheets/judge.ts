// Holds the rows of a file against the tree: what each would do, and everything wrong at its cell. The
// dry run and the import judge alike.
import type { UnitSheetErrorCode, UnitSheetField } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { planTree, sameUnit, treeFaults, type TreePlan, type UnitState } from '@xueshi/domain';
import type { Actor } from '../../platform/sessions.ts';
import { loosenedBy } from '../org-tree/service.ts';
import { policiesWithin } from '../requirements/service.ts';
import { errorAt } from '../sheet-imports/service.ts';
import { Answerables, openOnes, stateOf, unitsByCode, type KnownTree } from './known.ts';
import { matchRows, referencesOf, type Match } from './match.ts';
import type { CellError, Columns, UnitRow } from './read-row.ts';

export interface Wish extends Match {
  readonly then: UnitState;
  /** Who is to answer for the unit; undefined where that stays. */
  readonly responsible: string | null | undefined;
  readonly action: 'add' | 'update' | 'same';
}

export interface Judgement {
  readonly wishes: readonly Wish[];
  readonly errors: readonly CellError[];
  readonly plan: TreePlan;
}

interface Judging {
  readonly db: Reader;
  readonly actor: Actor;
  readonly tree: KnownTree;
  readonly columns: Columns;
  readonly now: Date;
}

type Wrong = (
  row: UnitRow,
  field: UnitSheetField,
  code: UnitSheetErrorCode,
  otherRow?: number,
) => void;

const TEXTS = {
  code: 'code',
  name: 'name',
  parentCode: 'parent',
  level: 'level',
  kind: 'kind',
  form: 'form',
  regionCode: 'regionCode',
  managementMode: 'managementMode',
  principalCode: 'principal',
  responsibleLogin: 'responsible',
  id: 'id',
} as const satisfies Record<UnitSheetField, keyof UnitRow>;

/** Where a new unit has to say something. */
const NEEDED = {
  name: 'name-missing',
  parentCode: 'parent-missing',
  level: 'level-missing',
  kind: 'kind-missing',
} as const satisfies Partial<Record<UnitSheetField, UnitSheetErrorCode>>;

/** In which column a fault of the tree is shown. */
const CELL_OF = {
  'form-unfit': 'form',
  'region-code-unfit': 'regionCode',
  'principal-missing': 'principalCode',
  'principal-superfluous': 'principalCode',
  'principal-itself': 'principalCode',
  'under-itself': 'parentCode',
  'level-above-parent': 'level',
  'level-above-children': 'level',
  'name-taken': 'name',
  'code-taken': 'code',
} as const;

const NEW: Omit<UnitState, 'id' | 'parentId' | 'name' | 'level' | 'kind'> = {
  code: null,
  form: null,
  regionCode: null,
  managementMode: 'territorial',
  principalOrgId: null,
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

async function wishesOf(
  { db, actor, tree }: Judging,
  matches: readonly Match[],
  { wrong, outside }: { wrong: Wrong; outside: Awaited<ReturnType<typeof unitsByCode>> },
): Promise<Wish[]> {
  const find = referencesOf(tree, matches);
  const answerables = new Answerables(db, actor);
  const anywhere = (code: string) => {
    const beyond = outside.get(code);
    return find(code) ?? (beyond?.open ? beyond.id : null);
  };
  const wishes: Wish[] = [];
  for (const match of matches) {
    const { row, unit, id } = match;
    if (!unit)
      for (const [field, code] of Object.entries(NEEDED) as [
        keyof typeof NEEDED,
        UnitSheetErrorCode,
      ][])
        if (row[TEXTS[field]] === undefined) wrong(row, field, code);
    const before = unit
      ? stateOf(unit)
      : ({ ...NEW, id, level: 'village', kind: 'department' } as const);
    const managementMode = row.managementMode ?? before.managementMode;
    const principalOrgId = principalOf(match, managementMode, anywhere);
    if (principalOrgId === undefined) wrong(row, 'principalCode', 'principal-unknown');
    const then: UnitState = {
      id,
      parentId: parentOf(match, { tree, find, wrong }),
      name: row.name ?? unit?.name ?? '',
      code: row.code === undefined ? before.code : row.code,
      level: row.level ?? before.level,
      kind: row.kind ?? before.kind,
      form: row.form === undefined ? before.form : row.form,
      regionCode: row.regionCode === undefined ? before.regionCode : row.regionCode,
      managementMode,
      principalOrgId: principalOrgId ?? null,
    };
    const responsible = await responsibleOf(match, answerables, wrong);
    const isSame =
      unit !== null &&
      responsible === undefined &&
      unit.parentId === then.parentId &&
      sameUnit(stateOf(unit), then);
    wishes.push({
      ...match,
      then,
      responsible,
      action: !unit ? 'add' : isSame ? 'same' : 'update',
    });
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

/** Where a unit will lie, going up from it; what lies above the root stays. */
function pathsThen(tree: KnownTree, wishes: readonly Wish[]): (path: string) => string {
  const parents = new Map(wishes.map(({ id, then }) => [id, then.parentId]));
  return (path) => {
    const own = path.split('/').filter(Boolean).at(-1) ?? '';
    if (!tree.within.has(own)) return path;
    const ids: string[] = [];
    for (let id: string | null = own; id !== null && id !== tree.root.id;) {
      ids.unshift(id);
      id = parents.get(id) ?? tree.within.get(id)?.parentId ?? null;
    }
    return [tree.root.path.slice(0, -1), ...ids].join('/') + '/';
  };
}

/** Moves that would ask less of somebody than the unit above does: told at the unit that moves. */
async function tellLoosened(judging: Judging, wishes: readonly Wish[], wrong: Wrong) {
  const moved = wishes.filter(({ unit, then }) => unit && unit.parentId !== then.parentId);
  if (moved.length === 0) return;
  const policies = await policiesWithin(judging.db);
  const loosened = loosenedBy(policies, judging.now, pathsThen(judging.tree, wishes));
  const wish = moved.find(({ id }) => loosened?.orgPath.includes(`/${id}/`));
  if (wish) wrong(wish.row, 'parentCode', 'policy-loosened');
}

/** Judges rows; `unread` is what was wrong in their cells already. */
export async function judgeRows(
  judging: Judging,
  rows: readonly UnitRow[],
  unread: readonly CellError[] = [],
): Promise<Judgement> {
  const { db, tree, columns } = judging;
  const errors: CellError[] = [...unread];
  const wrongRows = new Set(unread.map(({ row }) => row));
  const unreadCells = new Set(unread.map(({ row, column }) => `${row} ${column}`));
  const wrong: Wrong = (row, field, code, otherRow) => {
    const value = row[TEXTS[field]];
    wrongRows.add(row.number);
    // What could not be read is not missing.
    if (unreadCells.has(`${row.number} ${columns[field] ?? 0}`)) return;
    const at = { row: row.number, field, code, value: String(value ?? '') };
    const params = otherRow === undefined ? {} : { params: { row: otherRow } };
    errors.push({ ...errorAt(columns, at), ...params });
  };
  const named = rows.flatMap(({ code, principal }) => [code, principal].filter((one) => !!one));
  const codes = await unitsByCode(db, named as string[]);
  const matches = matchRows(rows, { tree, codes }, (row, { field, code, otherRow }) => {
    wrong(row, field, code, otherRow);
  });
  for (const { row, unit } of matches) {
    const bearer = codes.get(row.code ?? '');
    const isElsewhere = bearer && (!tree.within.has(bearer.id) || !bearer.open);
    if (isElsewhere && bearer.id !== unit?.id) wrong(row, 'code', 'code-taken');
  }
  const wishes = await wishesOf(judging, matches, { wrong, outside: codes });
  const sound = wishes.filter(({ row, action }) => action !== 'same' && !wrongRows.has(row.number));
  const wish = { units: openOnes(tree), wanted: sound.map(({ then }) => then) };
  const rowsById = new Map(wishes.map(({ id, row }) => [id, row]));
  for (const { unitId, code, otherId } of treeFaults(wish)) {
    const row = rowsById.get(unitId);
    const other = rowsById.get(otherId ?? '')?.number;
    const isMove = code === 'level-above-parent' && row?.level === undefined;
    if (row) wrong(row, isMove ? 'parentCode' : CELL_OF[code], code, other);
  }
  if (errors.length === 0) await tellLoosened(judging, wishes, wrong);
  const alsoEdited = new Set(
    wishes.filter(({ responsible }) => responsible !== undefined).map(({ id }) => id),
  );
  const plan = planTree(wish, alsoEdited);
  if (errors.length === 0)
    for (const id of plan.stuck) {
      const row = rowsById.get(id);
      if (row) wrong(row, 'name', 'in-each-others-way');
    }
  return { wishes, errors, plan };
}
