// Holds the rows of a file against the tree: what each would do, and everything wrong at its cell. The
// dry run and the import judge alike.
import type { UnitSheetErrorCode } from '@xueshi/contracts';
import {
  planTree,
  treeFaults,
  type TreeFaultCode,
  type TreePlan,
  type UnitState,
} from '@xueshi/domain';
import { loosenedBy } from '../org-tree/service.ts';
import { policiesWithin } from '../requirements/service.ts';
import { errorAt } from '../sheet-imports/service.ts';
import { openOnes, stateOf, unitsByCode, type KnownTree, type UnitsByCode } from './known.ts';
import { matchRows } from './match.ts';
import type { CellError, UnitRow } from './read-row.ts';
import { CELLS, wishesOf, type Judging, type Wish, type Wrong } from './wishes.ts';

export interface Judgement {
  readonly wishes: readonly Wish[];
  readonly errors: readonly CellError[];
  readonly plan: TreePlan;
}

/** In which column a fault of the tree is shown. */
const CELL_OF = {
  'form-unfit': 'form',
  'region-code-unfit': 'regionCode',
  'principal-missing': 'principalCode',
  'principal-superfluous': 'principalCode',
  'principal-itself': 'principalCode',
  'place-superfluous': 'placeCode',
  'place-itself': 'placeCode',
  'place-in-line': 'placeCode',
  'place-unfit': 'placeCode',
  'is-place': 'kind',
  'under-own-place': 'parentCode',
  'under-itself': 'parentCode',
  'level-above-parent': 'level',
  'level-above-children': 'level',
  'name-taken': 'name',
  'code-taken': 'code',
} as const;

/** Faults that a sheet tells in the words of another one. */
function toldAs(code: TreeFaultCode): UnitSheetErrorCode {
  if (code === 'place-itself') return 'place-in-line';
  return code === 'place-unfit' ? 'place-unknown' : code;
}

/** Places outside the tree that rows name: their kind is looked at. */
function placesBeyond(
  { within, around, located }: KnownTree,
  wishes: readonly Wish[],
  codes: UnitsByCode,
): UnitState[] {
  const named = new Set(wishes.map(({ then }) => then.placeUnitId));
  const known = new Set([...around, ...located].map(({ id }) => id));
  return [...codes.values()]
    .filter(({ id }) => named.has(id) && !within.has(id) && !known.has(id))
    .map(stateOf);
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
    const value = row[CELLS[field]];
    wrongRows.add(row.number);
    // What could not be read is not missing.
    if (unreadCells.has(`${row.number} ${columns[field] ?? 0}`)) return;
    const at = { row: row.number, field, code, value: String(value ?? '') };
    const params = otherRow === undefined ? {} : { params: { row: otherRow } };
    errors.push({ ...errorAt(columns, at), ...params });
  };
  const named = rows.flatMap(({ code, principal, place }) => [code, principal, place]);
  const codes = await unitsByCode(
    db,
    named.filter((one) => typeof one === 'string'),
  );
  const matches = matchRows(rows, { tree, codes }, (row, { field, code, otherRow }) => {
    wrong(row, field, code, otherRow);
  });
  for (const { row, unit } of matches) {
    const bearer = codes.get(row.code ?? '');
    const isElsewhere = bearer && (!tree.within.has(bearer.id) || bearer.closedAt !== null);
    if (isElsewhere && bearer.id !== unit?.id) wrong(row, 'code', 'code-taken');
  }
  const wishes = await wishesOf(judging, matches, { wrong, anywhere: codes });
  const sound = wishes.filter(({ row, action }) => action !== 'same' && !wrongRows.has(row.number));
  const wish = {
    units: [...placesBeyond(tree, wishes, codes), ...openOnes(tree)],
    wanted: sound.map(({ then }) => then),
  };
  const rowsById = new Map(wishes.map(({ id, row }) => [id, row]));
  for (const { unitId, code, otherId } of treeFaults(wish)) {
    const row = rowsById.get(unitId);
    const other = rowsById.get(otherId ?? '')?.number;
    const isMove = code === 'level-above-parent' && row?.level === undefined;
    if (row) wrong(row, isMove ? 'parentCode' : CELL_OF[code], toldAs(code), other);
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
