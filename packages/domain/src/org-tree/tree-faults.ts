import { isTerritory, placeFault, type PlaceFault } from './place-rules.ts';
import { leadsTo, sideIn, wantedTree, type TreeWish, type UnitState } from './tree-state.ts';
import { formFits, isRegionCode, managementFault, mayLieUnder } from './unit-rules.ts';

export type TreeFaultCode =
  | 'form-unfit'
  | 'region-code-unfit'
  | 'principal-missing'
  | 'principal-superfluous'
  | 'principal-itself'
  | PlaceFault
  | 'is-place'
  | 'under-own-place'
  | 'under-itself'
  | 'level-above-parent'
  | 'level-above-children'
  | 'name-taken'
  | 'code-taken';

export interface TreeFault {
  readonly unitId: string;
  readonly code: TreeFaultCode;
  /** The unit that is in the way, if it is one of those wanted. */
  readonly otherId: string | null;
}

/** What is wrong with a unit by itself. */
function ownFaults(unit: UnitState): TreeFaultCode[] {
  const { level, kind, form, regionCode, managementMode: mode, principalOrgId } = unit;
  const isRegion = isTerritory(kind);
  const management = managementFault({ mode, principalOrgId }, unit.id);
  return [
    ...(formFits(form, level) ? [] : (['form-unfit'] as const)),
    ...(regionCode === null || isRegionCode(regionCode, level, isRegion)
      ? []
      : (['region-code-unfit'] as const)),
    ...(management === null ? [] : [management]),
  ];
}

/** What is wrong with where units are, seen from those that change. */
function placeFaults(tree: ReadonlyMap<string, UnitState>, unit: UnitState): TreeFaultCode[] {
  if (leadsTo(tree, unit.parentId, unit.id)) return ['under-itself'];
  const parent = unit.parentId === null ? undefined : tree.get(unit.parentId);
  return parent && !mayLieUnder(unit.level, parent.level) ? ['level-above-parent'] : [];
}

/** Which of the units wanted brings a unit and its place into one line, seen from the lower of the two. */
function moverOf(
  wish: TreeWish,
  tree: ReadonlyMap<string, UnitState>,
  from: string,
): string | null {
  const before = new Map(wish.units.map(({ id, parentId }) => [id, parentId]));
  const seen = new Set<string>();
  for (let id: string | null = from; id !== null && !seen.has(id);) {
    seen.add(id);
    const parentId: string | null = tree.get(id)?.parentId ?? null;
    if (before.get(id) !== parentId) return id;
    id = parentId;
  }
  return null;
}

/**
 * Units whose place would be none: told where the unit is wanted itself, or else where that is which
 * takes it away.
 */
function lostPlaces(wish: TreeWish, tree: ReadonlyMap<string, UnitState>): TreeFault[] {
  const wanted = new Set(wish.wanted.map(({ id }) => id));
  return [...tree.values()].flatMap((unit): TreeFault[] => {
    const { id, placeUnitId, managementMode: mode } = unit;
    if (placeUnitId === null) return [];
    const side = sideIn(tree, unit, placeUnitId);
    const code = placeFault({ mode, side, kind: tree.get(placeUnitId)?.kind ?? 'region' });
    if (code === null) return [];
    if (wanted.has(id)) return [{ unitId: id, code, otherId: null }];
    if (code === 'place-unfit') return [{ unitId: placeUnitId, code: 'is-place', otherId: id }];
    const lower = leadsTo(tree, id, placeUnitId) ? id : placeUnitId;
    const mover = moverOf(wish, tree, lower);
    return mover === null ? [] : [{ unitId: mover, code: 'under-own-place', otherId: id }];
  });
}

/** Those of the units wanted that would bear what another one bears: the later one is in the wrong. */
function taken(
  { wanted }: TreeWish,
  tree: ReadonlyMap<string, UnitState>,
  code: TreeFaultCode,
  keyOf: (unit: UnitState) => string | null,
): TreeFault[] {
  const isWanted = new Set(wanted.map(({ id }) => id));
  const bearers = new Map<string, string>();
  for (const unit of tree.values()) {
    const key = isWanted.has(unit.id) ? null : keyOf(unit);
    if (key !== null) bearers.set(key, unit.id);
  }
  return wanted.flatMap((unit) => {
    const key = keyOf(unit);
    if (key === null) return [];
    const bearer = bearers.get(key);
    if (bearer === undefined) bearers.set(key, unit.id);
    else return [{ unitId: unit.id, code, otherId: isWanted.has(bearer) ? bearer : null }];
    return [];
  });
}

/** A unit whose level rises above what stays below it: told where it is changed itself. */
function childFaults(wish: TreeWish, tree: ReadonlyMap<string, UnitState>): TreeFault[] {
  const wanted = new Map(wish.wanted.map((unit) => [unit.id, unit]));
  const faulty = new Set<string>();
  for (const child of tree.values()) {
    const parent = child.parentId === null ? undefined : wanted.get(child.parentId);
    if (parent && !wanted.has(child.id) && !mayLieUnder(child.level, parent.level))
      faulty.add(parent.id);
  }
  return [...faulty].map((unitId) => ({ unitId, code: 'level-above-children', otherId: null }));
}

/**
 * Everything wrong with a tree that many changes would make, judged by how it would be in the end:
 * forms, region codes, management and place of each unit, circles, levels out of order, two open units of one
 * name under one parent, and two of one code. Nothing where it could be. Source: DOMAIN G1, G7, G8.
 */
export function treeFaults(wish: TreeWish): TreeFault[] {
  const tree = wantedTree(wish);
  const own = wish.wanted.flatMap((unit) =>
    [...ownFaults(unit), ...placeFaults(tree, unit)].map((code) => ({
      unitId: unit.id,
      code,
      otherId: null,
    })),
  );
  return [
    ...own,
    ...childFaults(wish, tree),
    ...lostPlaces(wish, tree),
    ...taken(wish, tree, 'name-taken', ({ parentId, name }) => parentId && `${parentId} ${name}`),
    ...taken(wish, tree, 'code-taken', ({ code }) => code),
  ];
}
