import { isTerritory, placeFault } from './place-rules.ts';
import { leadsTo, sideIn, wantedTree, type TreeWish, type UnitState } from './tree-state.ts';
import { mayLieUnder } from './unit-rules.ts';

/** One change of one unit: made, put under another one, changed in what it is, or closed. */
export interface TreeStep {
  readonly kind: 'add' | 'place' | 'edit' | 'close';
  /** The unit as it is to be in the end; as it is, where it is to be closed. */
  readonly unit: UnitState;
}

export interface TreePlan {
  /** In an order in which each could be done by itself. */
  readonly steps: readonly TreeStep[];
  /** Units whose changes are in each other's way, such as two that exchange their names. */
  readonly stuck: readonly string[];
}

const nameKey = ({ parentId, name }: Pick<UnitState, 'parentId' | 'name'>) =>
  `${parentId ?? ''} ${name}`;

function addTo(table: Map<string, Set<string>>, key: string | null, id: string): void {
  if (key === null) return;
  const ids = table.get(key);
  if (ids) ids.add(id);
  else table.set(key, new Set([id]));
}

/** A tree that is changed step by step, as the database will be. */
class ChangingTree {
  readonly #units = new Map<string, UnitState>();
  readonly #names = new Map<string, string>();
  readonly #codes = new Map<string, string>();
  readonly #below = new Map<string, Set<string>>();
  /** The units that are in each place. */
  readonly #located = new Map<string, Set<string>>();
  /** Known to the rules from the beginning, or made on the way. */
  readonly #coming: ReadonlySet<string>;

  constructor(units: readonly UnitState[], coming: ReadonlySet<string>) {
    this.#coming = coming;
    for (const unit of units) this.#put(unit);
  }

  #put(unit: UnitState): void {
    this.#units.set(unit.id, unit);
    this.#names.set(nameKey(unit), unit.id);
    if (unit.code !== null) this.#codes.set(unit.code, unit.id);
    addTo(this.#below, unit.parentId, unit.id);
    addTo(this.#located, unit.placeUnitId, unit.id);
  }

  #take(unit: UnitState): void {
    this.#units.delete(unit.id);
    this.#names.delete(nameKey(unit));
    if (unit.code !== null) this.#codes.delete(unit.code);
    this.#below.get(unit.parentId ?? '')?.delete(unit.id);
    this.#located.get(unit.placeUnitId ?? '')?.delete(unit.id);
  }

  #isFree(table: ReadonlyMap<string, string>, key: string, id: string): boolean {
    const holder = table.get(key);
    return holder === undefined || holder === id;
  }

  #isThere(id: string | null): boolean {
    return id === null || this.#units.has(id) || !this.#coming.has(id);
  }

  #fitsUnder(unit: UnitState): boolean {
    if (!this.#isThere(unit.parentId)) return false;
    const parent = this.#units.get(unit.parentId ?? '');
    return (
      (!parent || mayLieUnder(unit.level, parent.level)) &&
      this.#isFree(this.#names, nameKey(unit), unit.id)
    );
  }

  /** Whether a unit can be where it says, as the tree is now. */
  #isInPlace(unit: UnitState): boolean {
    const { placeUnitId, managementMode: mode } = unit;
    if (placeUnitId === null) return true;
    if (!this.#isThere(placeUnitId)) return false;
    const side = sideIn(this.#units, unit, placeUnitId);
    const kind = this.#units.get(placeUnitId)?.kind ?? 'region';
    return placeFault({ mode, side, kind }) === null;
  }

  /** Whether no unit comes under or above its own place by a move. */
  #keepsPlaces(moved: UnitState): boolean {
    const above = new Set<string>();
    for (let id = moved.parentId; id !== null && !above.has(id);) {
      above.add(id);
      id = this.#units.get(id)?.parentId ?? null;
    }
    const goesUnder = [...above].some((id) => {
      const place = this.#units.get(id)?.placeUnitId ?? null;
      return place !== null && leadsTo(this.#units, place, moved.id);
    });
    if (goesUnder) return false;
    return ![...above].some((place) =>
      [...(this.#located.get(place) ?? [])].some((id) => leadsTo(this.#units, id, moved.id)),
    );
  }

  /** The unit after a step, if the step can be done now; null closes it. */
  #after({ kind, unit }: TreeStep): UnitState | null | undefined {
    const now = this.#units.get(unit.id);
    const below = [...(this.#below.get(unit.id) ?? [])];
    const isPlace = (this.#located.get(unit.id)?.size ?? 0) > 0;
    if (kind === 'close') return below.length === 0 && !isPlace ? null : undefined;
    if (kind === 'place') {
      const placed = now && { ...now, parentId: unit.parentId };
      if (!placed || leadsTo(this.#units, unit.parentId, unit.id)) return undefined;
      return this.#fitsUnder(placed) && this.#keepsPlaces(placed) ? placed : undefined;
    }
    const then = now ? { ...unit, parentId: now.parentId } : unit;
    const levelsFit = below.every((id) =>
      mayLieUnder(this.#units.get(id)?.level ?? then.level, then.level),
    );
    const codeFree = then.code === null || this.#isFree(this.#codes, then.code, then.id);
    const placesFit = (!isPlace || isTerritory(then.kind)) && this.#isInPlace(then);
    return levelsFit &&
      codeFree &&
      placesFit &&
      this.#isThere(then.principalOrgId) &&
      this.#fitsUnder(then)
      ? then
      : undefined;
  }

  /** Does a step, if it can be done now. */
  did(step: TreeStep): boolean {
    const then = this.#after(step);
    if (then === undefined) return false;
    const now = this.#units.get(step.unit.id);
    if (now) this.#take(now);
    if (then) this.#put(then);
    return true;
  }
}

const FIELDS = [
  'name',
  'code',
  'level',
  'kind',
  'form',
  'regionCode',
  'managementMode',
  'principalOrgId',
  'placeUnitId',
] as const satisfies readonly (keyof UnitState)[];

/** Whether a unit is the same in what it is, wherever it lies. */
export const sameUnit = (one: UnitState, other: UnitState): boolean =>
  FIELDS.every((field) => one[field] === other[field]);

function stepsWanted({ units, wanted, closing = [] }: TreeWish, alsoEdited: ReadonlySet<string>) {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  const steps = wanted.flatMap((unit): TreeStep[] => {
    const now = known.get(unit.id);
    if (!now) return [{ kind: 'add', unit }];
    return [
      ...(now.parentId === unit.parentId ? [] : [{ kind: 'place' as const, unit }]),
      ...(sameUnit(now, unit) && !alsoEdited.has(unit.id) ? [] : [{ kind: 'edit' as const, unit }]),
    ];
  });
  for (const id of closing) {
    const unit = known.get(id);
    if (unit) steps.push({ kind: 'close', unit });
  }
  return steps;
}

/** Takes whichever step can be done, until none can. */
function planForwards(wish: TreeWish, alsoEdited: ReadonlySet<string>): TreePlan {
  const tree = new ChangingTree(wish.units, new Set(wish.wanted.map(({ id }) => id)));
  const steps: TreeStep[] = [];
  let waiting = stepsWanted(wish, alsoEdited);
  for (;;) {
    const still = waiting.filter((step) => {
      const done = tree.did(step);
      if (done) steps.push(step);
      return !done;
    });
    if (still.length === waiting.length) break;
    waiting = still;
  }
  return { steps, stuck: [...new Set(waiting.map(({ unit }) => unit.id))] };
}

/**
 * The way from the tree wanted to the tree as it is, walked the other way round. Of two steps that can be
 * done now, one may be in the way of a third; seen from the end, that one comes last by itself.
 */
function planBackwards(wish: TreeWish, alsoEdited: ReadonlySet<string>): TreePlan | null {
  const now = new Map(wish.units.map((unit) => [unit.id, unit]));
  const then = wantedTree(wish);
  const changing = [...wish.wanted.map(({ id }) => id), ...(wish.closing ?? [])];
  const way = planForwards(
    {
      units: [...then.values()],
      wanted: changing.flatMap((id) => now.get(id) ?? []),
      closing: changing.filter((id) => !now.has(id)),
    },
    alsoEdited,
  );
  if (way.stuck.length > 0) return null;
  const steps = way.steps.toReversed().flatMap(({ kind, unit }): TreeStep[] => {
    if (kind === 'add') return [{ kind: 'close', unit }];
    const wanted = then.get(unit.id);
    return wanted ? [{ kind: kind === 'close' ? 'add' : kind, unit: wanted }] : [];
  });
  // The tree wanted may itself break a rule: then the last steps of this way do.
  const tree = new ChangingTree(wish.units, new Set(wish.wanted.map(({ id }) => id)));
  return steps.every((step) => tree.did(step)) ? { steps, stuck: [] } : null;
}

/**
 * Puts many changes of a tree into an order in which each obeys the rules by itself: parents before
 * their children, a name or a code given up before somebody else takes it, a unit out from under
 * another before that goes under it. What finds no such order is stuck; where there is one from one tree
 * to another, there is one back. `alsoEdited` names units that change in something the rules do not look
 * at. Source: DOMAIN G1.
 */
export function planTree(wish: TreeWish, alsoEdited: ReadonlySet<string> = new Set()): TreePlan {
  const plan = planForwards(wish, alsoEdited);
  return plan.stuck.length === 0 ? plan : (planBackwards(wish, alsoEdited) ?? plan);
}
