import type { PlaceSide } from './place-rules.ts';
import type { ManagementMode, UnitKind, UnitLevel } from './unit-rules.ts';

/** A unit in all that the rules of the tree look at. */
export interface UnitState {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly code: string | null;
  readonly level: UnitLevel;
  readonly kind: UnitKind;
  readonly form: string | null;
  readonly regionCode: string | null;
  readonly managementMode: ManagementMode;
  readonly principalOrgId: string | null;
  /** Where it is, for one that a line manages. */
  readonly placeUnitId: string | null;
}

/** What many changes are to make of a tree, all at once. */
export interface TreeWish {
  /** The open units as they are: those that may change, and those around them that rules look at. */
  readonly units: readonly UnitState[];
  /** Units as they are to be: such as exist already and such as do not. */
  readonly wanted: readonly UnitState[];
  /** Units that are to be closed: their names and codes become free. */
  readonly closing?: readonly string[];
}

/** The tree as it is to be in the end. */
export function wantedTree({ units, wanted, closing = [] }: TreeWish): Map<string, UnitState> {
  const tree = new Map(units.map((unit) => [unit.id, unit]));
  for (const unit of wanted) tree.set(unit.id, unit);
  for (const id of closing) tree.delete(id);
  return tree;
}

/**
 * Whether going up from a unit leads to another one, or round in a circle. A unit counts as within
 * itself; what lies above the units given is unknown and ends the way.
 */
export function leadsTo(
  tree: ReadonlyMap<string, UnitState>,
  from: string | null,
  goal: string,
): boolean {
  const seen = new Set<string>();
  for (let id = from; id !== null && !seen.has(id); id = tree.get(id)?.parentId ?? null) {
    if (id === goal) return true;
    seen.add(id);
  }
  return false;
}

/** How one unit lies to another in a tree, as far as it is known. */
export function sideIn(
  tree: ReadonlyMap<string, UnitState>,
  { id, parentId }: Pick<UnitState, 'id' | 'parentId'>,
  placeId: string,
): PlaceSide {
  if (id === placeId) return 'itself';
  return leadsTo(tree, parentId, placeId) || leadsTo(tree, placeId, id) ? 'in-line' : 'apart';
}
