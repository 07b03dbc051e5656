import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeFaults } from './tree-faults.ts';
import { wantedTree, type TreeWish, type UnitState } from './tree-state.ts';
import { planTree, type TreeStep } from './tree-steps.ts';
import { mayLieUnder, UNIT_LEVELS, type ManagementMode, type UnitKind } from './unit-rules.ts';

const unitOf = (id: string, parentId: string | null, more: Partial<UnitState> = {}): UnitState => ({
  id,
  parentId,
  name: id,
  code: null,
  level: 'county',
  kind: 'department',
  form: null,
  regionCode: null,
  managementMode: 'territorial',
  principalOrgId: null,
  placeUnitId: null,
  ...more,
});

/** A step as the database does it: fields without the place, or the place without the fields. */
function carryOut(tree: Map<string, UnitState>, { kind, unit }: TreeStep): void {
  const now = tree.get(unit.id);
  if (kind === 'close') tree.delete(unit.id);
  else if (kind === 'add') tree.set(unit.id, unit);
  else if (now && kind === 'place') tree.set(unit.id, { ...now, parentId: unit.parentId });
  else if (now) tree.set(unit.id, { ...unit, parentId: now.parentId });
}

/** Whether going up from a unit leads to another one. */
function liesUnder(tree: ReadonlyMap<string, UnitState>, from: UnitState, goal: UnitState) {
  let at: UnitState | undefined = from;
  for (let depth = 0; at && depth <= tree.size; depth += 1) {
    if (at.id === goal.id) return true;
    at = tree.get(at.parentId ?? '');
  }
  return false;
}

/** Units that are not where they say, found the plain way. */
function misplaced(tree: ReadonlyMap<string, UnitState>): string[] {
  return [...tree.values()]
    .filter((unit) => {
      if (unit.placeUnitId === null) return false;
      const place = tree.get(unit.placeUnitId);
      return (
        !place ||
        unit.managementMode === 'territorial' ||
        !['region', 'village'].includes(place.kind) ||
        liesUnder(tree, unit, place) ||
        liesUnder(tree, place, unit)
      );
    })
    .map(({ id }) => `${id} is not in its place`);
}

/** What the database would refuse, found the plain way. */
function broken(tree: ReadonlyMap<string, UnitState>): string[] {
  const units = [...tree.values()];
  const names = units.map(({ parentId, name }) => `${parentId} ${name}`);
  const codes = units.flatMap(({ code }) => (code === null ? [] : [code]));
  return [
    ...(new Set(names).size < names.length ? ['names'] : []),
    ...(new Set(codes).size < codes.length ? ['codes'] : []),
    ...misplaced(tree),
    ...units.flatMap((unit) => {
      let above = unit;
      for (let depth = 0; above.parentId !== null; depth += 1) {
        const parent = tree.get(above.parentId);
        if (!parent) return [`${unit.id} lies under nobody`];
        if (!mayLieUnder(above.level, parent.level)) return [`${above.id} lies too low`];
        if (depth > units.length) return [`${unit.id} lies in a circle`];
        above = parent;
      }
      return [];
    }),
  ];
}

const anyLook = fc.record({
  name: fc.constantFrom('甲', '乙', '丙', '丁', '戊'),
  code: fc.constantFrom(null, 'A', 'B', 'C', 'D', 'E'),
  level: fc.constantFrom(...UNIT_LEVELS),
  parent: fc.nat({ max: 11 }),
  kind: fc.constantFrom<UnitKind[]>('region', 'village', 'department'),
  managementMode: fc.constantFrom<ManagementMode[]>('territorial', 'vertical', 'vertical'),
  place: fc.option(fc.nat({ max: 11 }), { freq: 2 }),
});

/** A root with up to eleven units, and what up to four units more and they are to be. */
const anyWish = fc
  .tuple(fc.array(anyLook, { maxLength: 7 }), fc.array(anyLook, { maxLength: 11 }))
  .map(([now, then]): TreeWish => {
    const idAt = (at: number) => (at === 0 ? 'root' : `u${at}`);
    const root = unitOf('root', null, { level: 'central' });
    const shaped = (looks: typeof now, among: number) =>
      looks.map(({ parent, place, ...look }, at) =>
        unitOf(idAt(at + 1), idAt(parent % (among + 1)), {
          ...look,
          placeUnitId:
            place === null || look.managementMode === 'territorial'
              ? null
              : idAt(place % (among + 1)),
        }),
      );
    const units = [root];
    for (const unit of shaped(now, now.length)) {
      const parent = units.find(({ id }) => id === unit.parentId) ?? root;
      const placed = { ...unit, parentId: parent.id };
      if (broken(new Map([...units, placed].map((one) => [one.id, one]))).length === 0)
        units.push(placed);
    }
    return { units, wanted: shaped(then, then.length) };
  });

test('every step obeys the rules, and the steps lead to what was wanted', () => {
  let followed = 0;
  fc.assert(
    fc.property(anyWish, (wish) => {
      fc.pre(treeFaults(wish).length === 0);
      const { steps, stuck } = planTree(wish);
      const tree = new Map(wish.units.map((unit) => [unit.id, unit]));
      for (const step of steps) {
        carryOut(tree, step);
        expect(broken(tree)).toEqual([]);
      }
      if (stuck.length > 0) return;
      followed += steps.length;
      expect(tree).toEqual(wantedTree(wish));
      expect(planTree({ units: [...tree.values()], wanted: wish.wanted })).toEqual({
        steps: [],
        stuck: [],
      });
    }),
    { numRuns: 500 },
  );
  expect(followed).toBeGreaterThan(100);
});

test('what was done can be taken back, and the tree is as it was', () => {
  let takenBack = 0;
  fc.assert(
    fc.property(anyWish, (wish) => {
      fc.pre(treeFaults(wish).length === 0 && planTree(wish).stuck.length === 0);
      const before = new Map(wish.units.map((unit) => [unit.id, unit]));
      const way = {
        units: [...wantedTree(wish).values()],
        wanted: wish.wanted.flatMap(({ id }) => before.get(id) ?? []),
        closing: wish.wanted.flatMap(({ id }) => (before.has(id) ? [] : [id])),
      };
      const { steps, stuck } = planTree(way);
      expect(stuck).toEqual([]);
      const tree = new Map(way.units.map((unit) => [unit.id, unit]));
      for (const step of steps) {
        carryOut(tree, step);
        expect(broken(tree)).toEqual([]);
      }
      expect(tree).toEqual(before);
      takenBack += steps.length;
    }),
    { numRuns: 500 },
  );
  expect(takenBack).toBeGreaterThan(100);
});

test('a tree is found faulty exactly where it would break a rule', () => {
  fc.assert(
    fc.property(anyWish, (wish) => {
      expect(treeFaults(wish).length > 0).toBe(broken(wantedTree(wish)).length > 0);
    }),
    { numRuns: 500 },
  );
});

const a = unitOf('a', 'root', { code: '1' });
const b = unitOf('b', 'root', { code: '2' });
const root = unitOf('root', null, { level: 'province' });
const REGION = { kind: 'region' } as const;
const place = (id: string) => unitOf(id, 'root', REGION);
const inPlace = (id: string, placeUnitId: string) =>
  unitOf(id, 'root', { managementMode: 'vertical', placeUnitId });

test('a place that would be taken from a unit is told where it is taken', () => {
  const units = [root, inPlace('a', 'p'), place('p'), place('q')];
  const faultsOf = (...wanted: UnitState[]) =>
    treeFaults({ units, wanted }).map(({ unitId, code }) => `${unitId} ${code}`);
  expect(faultsOf({ ...place('p'), kind: 'institution' })).toEqual(['p is-place']);
  expect(faultsOf({ ...place('p'), parentId: 'a' })).toEqual(['p under-own-place']);
  expect(faultsOf({ ...inPlace('a', 'p'), parentId: 'p' })).toEqual(['a place-in-line']);
  expect(faultsOf({ ...place('q'), parentId: 'p' })).toEqual([]);
});

test.each<[string, TreeWish, string[]]>([
  [
    'a name is given up before it is taken',
    {
      units: [root, a, b],
      wanted: [
        { ...a, name: 'b' },
        { ...b, name: 'c' },
      ],
    },
    ['edit b', 'edit a'],
  ],
  [
    'a code is given up before a new unit takes it',
    { units: [root, a], wanted: [unitOf('n', 'root', { code: '1' }), { ...a, code: '9' }] },
    ['edit a', 'add n'],
  ],
  [
    'who was under another one comes out before that goes under it',
    {
      units: [root, a, { ...b, parentId: 'a' }],
      wanted: [
        { ...a, parentId: 'b' },
        { ...b, parentId: 'root' },
      ],
    },
    ['place b', 'place a'],
  ],
  [
    'a new unit comes after the new unit above it and after its principal',
    {
      units: [root],
      wanted: [
        unitOf('y', 'x', { managementMode: 'dual', principalOrgId: 'z' }),
        unitOf('x', 'root'),
        unitOf('z', 'x'),
      ],
    },
    ['add x', 'add z', 'add y'],
  ],
  [
    'what is in a unit comes out before that is closed, and its name is then free',
    {
      units: [root, a, { ...b, parentId: 'a' }],
      wanted: [{ ...b, parentId: 'root', name: 'a' }],
      closing: ['a'],
    },
    ['place b', 'close a', 'edit b'],
  ],
  [
    'what is at hand first may be in the way: then the last step is sought first',
    {
      units: [
        root,
        { ...a, level: 'village', name: 'x' },
        { ...b, level: 'province', name: 'y' },
        unitOf('c', 'root', { level: 'province', name: 'z' }),
      ],
      wanted: [
        { ...a, level: 'province', name: 'z' },
        { ...b, level: 'province', name: 'w' },
        unitOf('c', 'a', { level: 'province', name: 'y' }),
      ],
    },
    ['edit b', 'edit c', 'edit a', 'place c'],
  ],
  [
    'a unit of a line comes after the new place where it is',
    {
      units: [root, a],
      wanted: [{ ...a, managementMode: 'vertical', placeUnitId: 'p' }, unitOf('p', 'root', REGION)],
    },
    ['add p', 'edit a'],
  ],
  [
    'a unit gives its place up before it goes under that, and a place is empty before it is an office',
    {
      units: [root, inPlace('a', 'p'), inPlace('c', 'q'), place('p'), place('q')],
      wanted: [
        { ...inPlace('a', 'p'), parentId: 'p', placeUnitId: null },
        { ...place('q'), kind: 'department' },
        { ...inPlace('c', 'q'), placeUnitId: 'p' },
      ],
    },
    ['edit a', 'edit c', 'place a', 'edit q'],
  ],
])('%s', (_, wish, steps) => {
  expect(treeFaults(wish)).toEqual([]);
  expect(planTree(wish).stuck).toEqual([]);
  expect(planTree(wish).steps.map(({ kind, unit }) => `${kind} ${unit.id}`)).toEqual(steps);
});

test('two units that exchange their names are told, since neither can go first', () => {
  const wish = {
    units: [root, a, b],
    wanted: [
      { ...a, name: 'b' },
      { ...b, name: 'a' },
    ],
  };
  expect(planTree(wish)).toEqual({ steps: [], stuck: ['a', 'b'] });
});

test('of two units that would bear one name the later one is told, with the other', () => {
  const wish = {
    units: [root],
    wanted: [unitOf('x', 'root', { name: 'n' }), unitOf('y', 'root', { name: 'n' })],
  };
  expect(treeFaults(wish)).toEqual([{ unitId: 'y', code: 'name-taken', otherId: 'x' }]);
});
